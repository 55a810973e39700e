import { Alert, Button, Card, Group, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { Impact } from "../../catalog/use-impact.js";
import { ResourceLink } from "../../values/resource-link.js";

const SHOWN_AT_FIRST = 12;

/** What exactly was asked about: the versions that match, and those that nobody can put in order. */
export function SubjectCard({ subject: { matched, undecided } }: { subject: Impact["subject"] }) {
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? matched : matched.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      {matched.length > 0 && (
        <Card withBorder component="section">
          <Title order={3} size="h5" mb="xs">
            {matched.length === 1 ? "Asked about" : `Asked about: ${matched.length} versions`}
          </Title>
          <Group gap="4px 20px">
            {shown.map(({ id, name }) => (
              <ResourceLink key={id} id={id} name={name} />
            ))}
            {matched.length > SHOWN_AT_FIRST && (
              <Button size="compact-xs" variant="default" onClick={() => setOpen(!isOpen)}>
                {isOpen ? "Show fewer" : `Show ${matched.length - SHOWN_AT_FIRST} more`}
              </Button>
            )}
          </Group>
        </Card>
      )}
      {undecided.length > 0 && (
        <Alert color="yellow" title="No order is known for these versions: look at them yourself">
          <Text size="sm" className="mono">
            {undecided.join(", ")}
          </Text>
        </Alert>
      )}
    </>
  );
}
