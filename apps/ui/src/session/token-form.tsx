import { ProblemError } from "@binnacle/client";
import { Alert, Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { client } from "../catalog/client.js";
import { queryClient } from "../catalog/query-client.js";
import { messageOf } from "../states/advice.js";
import { session } from "./session.js";

/** Asks for a token, and tries it before it goes on. */
export function TokenForm() {
  const [fault, setFault] = useState<string>();
  const [isTrying, setTrying] = useState(false);

  const signIn = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get("token") ?? "").trim();
    if (token === "") return setFault("Enter a token.");
    setTrying(true);
    setFault(undefined);
    try {
      await client.get("/naming", { headers: { authorization: `Bearer ${token}` } });
      queryClient.clear();
      session.begin(token);
    } catch (error) {
      const isUnknown = error instanceof ProblemError && error.status === 401;
      setFault(isUnknown ? "The provider does not know this token, or it has expired." : messageOf(error));
    } finally {
      setTrying(false);
    }
  };

  return (
    <form onSubmit={(event) => void signIn(event)}>
      <Stack>
        <Text size="sm" c="dimmed">
          A token comes from whoever runs Binnacle. It stays in this page&apos;s memory and is gone when you close or
          reload it.
        </Text>
        <PasswordInput name="token" label="Token" autoComplete="off" autoFocus />
        {fault !== undefined && (
          <Alert color="red" role="alert">
            {fault}
          </Alert>
        )}
        <Button type="submit" loading={isTrying}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
