import { Button, Card, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { Impact } from "../../catalog/use-impact.js";
import { PathSteps } from "./path-steps.js";

const PAGE = 50;

/** Images, functions, packages and whatever else refers to it without being a service. */
export function OthersCard({ others }: { others: Impact["others"] }) {
  const [shown, setShown] = useState(PAGE);
  return (
    <Card withBorder component="section">
      <Title order={3} size="h5" mb="xs">
        Others
      </Title>
      <Stack gap="xs">
        {others.slice(0, shown).map(({ id, type, path }) => (
          <div key={id}>
            <PathSteps path={path} />
            <Text size="xs" c="dimmed">
              {type}
            </Text>
          </div>
        ))}
      </Stack>
      {others.length > shown && (
        <Button mt="sm" size="xs" variant="default" onClick={() => setShown(shown + PAGE)}>
          Show more of {others.length - shown}
        </Button>
      )}
    </Card>
  );
}
