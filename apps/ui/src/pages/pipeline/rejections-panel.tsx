import { Alert, Button, Skeleton, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useRejections } from "../../catalog/use-rejections.js";
import { EmptyState } from "../../states/empty-state.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { RejectionCard } from "./rejection-card.js";

/** What could not be accepted, with the reason, to be sent once more or deleted. */
export function RejectionsPanel() {
  const { data, isPending, isError, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useRejections();
  const [done, setDone] = useState<string>();
  if (isPending) return <Skeleton height={320} />;
  if (isError) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const items = data.pages.flatMap((page) => page.items);
  return (
    <Stack>
      {done !== undefined && (
        <Alert color="teal" role="status" withCloseButton closeButtonLabel="Close" onClose={() => setDone(undefined)}>
          {done}
        </Alert>
      )}
      {items.length === 0 ? (
        <EmptyState title="Nothing was rejected">
          A record that cannot be accepted is kept here with its reason, until it is sent once more or deleted.
        </EmptyState>
      ) : (
        <Text size="sm" c="dimmed" role="status">
          {items.length.toLocaleString("en")}
          {hasNextPage && "+"} {items.length === 1 ? "rejection" : "rejections"}. Correct what the reason names at the
          source; where the cause was Binnacle itself, such as a clock or a payload that came too late, redrive.
        </Text>
      )}
      {items.map((rejection) => (
        <RejectionCard key={rejection.id} rejection={rejection} onDone={setDone} />
      ))}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}
