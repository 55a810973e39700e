import { Alert, Button, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { adviceFor, messageOf } from "./advice.js";

export interface ProblemAlertProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  /** What did not work. */
  title?: string;
}

/** An error where its content would be, with what to do next. */
export function ProblemAlert({ error, onRetry, title = "This could not be loaded" }: ProblemAlertProps) {
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={title} role="alert">
      <Text size="sm">{messageOf(error)}</Text>
      <Text size="sm" mt="xs">
        {adviceFor(error)}
      </Text>
      {onRetry && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
