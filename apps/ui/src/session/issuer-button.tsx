import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { ProblemAlert } from "../states/problem-alert.js";
import type { OidcOffer } from "./login-offer.js";

/** Leads to the company's login, and back to the page that is open. */
export function IssuerButton({ offer }: { offer: OidcOffer }) {
  const [fault, setFault] = useState<unknown>();
  const [isLeaving, setLeaving] = useState(false);

  const leave = async (): Promise<void> => {
    setLeaving(true);
    setFault(undefined);
    try {
      const { leaveForIssuer } = await import("./oidc-login.js");
      await leaveForIssuer(offer);
    } catch (error) {
      setFault(error);
      setLeaving(false);
    }
  };

  return (
    <Stack>
      <Text size="sm" c="dimmed">
        You are sent to {new URL(offer.issuer).host}, and back to this page. It keeps you signed in until you close or
        reload it.
      </Text>
      {fault !== undefined && <ProblemAlert error={fault} title={`${new URL(offer.issuer).host} cannot be asked`} />}
      <Button data-autofocus loading={isLeaving} onClick={() => void leave()}>
        Sign in
      </Button>
    </Stack>
  );
}
