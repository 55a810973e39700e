import { Alert, Center, Paper, Skeleton, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ProblemAlert } from "../states/problem-alert.js";
import { IssuerButton } from "./issuer-button.js";
import { readLoginOffer } from "./login-offer.js";
import { session } from "./session.js";
import { TokenForm } from "./token-form.js";

/** Where the provider asks who is there: the company's login, or a token. */
export function LoginPage() {
  const {
    data: offer,
    isPending,
    isError,
    error,
    refetch,
  } = useQuery({
    queryKey: ["login"],
    queryFn: readLoginOffer,
  });
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder p="xl" w="100%" maw={420}>
        <Stack>
          <Title order={1} size="h3">
            Sign in to Binnacle
          </Title>
          {session.reason !== undefined && (
            <Alert color="yellow" role="alert">
              {session.reason}
            </Alert>
          )}
          {isPending && <Skeleton height={140} />}
          {isError && <ProblemAlert error={error} onRetry={() => void refetch()} />}
          {offer?.kind === "oidc" && <IssuerButton offer={offer} />}
          {offer?.kind === "token" && <TokenForm />}
        </Stack>
      </Paper>
    </Center>
  );
}
