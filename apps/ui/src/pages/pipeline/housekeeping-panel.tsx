import { Alert, Button, SegmentedControl, Skeleton, Stack, Title, Group } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { usePlans, useRuns } from "../../catalog/use-housekeeping.js";
import { EmptyState } from "../../states/empty-state.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { PlanCard } from "./plan-card.js";
import { RunCard } from "./run-card.js";

/** What housekeeping asks before it removes so much, and what it has removed, to be taken back. */
export function HousekeepingPanel() {
  const [done, setDone] = useState<string>();
  return (
    <Stack>
      {done !== undefined && (
        <Alert color="teal" role="status" withCloseButton closeButtonLabel="Close" onClose={() => setDone(undefined)}>
          {done}
        </Alert>
      )}
      <Plans onDone={setDone} />
      <Runs onDone={setDone} />
    </Stack>
  );
}

function Plans({ onDone }: { onDone: (message: string) => void }) {
  const { plans: which = "held" } = useSearch({ strict: false }) as { plans?: string };
  const navigate = useNavigate();
  const plans = usePlans(which === "all" ? undefined : "held");
  const items = plans.data?.pages.flatMap((page) => page.items);
  return (
    <Stack component="section" aria-labelledby="plans">
      <Group justify="space-between">
        <Title order={3} size="h4" id="plans">
          Plans
        </Title>
        <SegmentedControl
          aria-label="Which plans"
          data={[
            { value: "held", label: "To decide" },
            { value: "all", label: "All" },
          ]}
          value={which}
          onChange={(next) =>
            void navigate({
              to: "/pipeline",
              search: { tab: "housekeeping", ...(next === "all" && { plans: next }) } as never,
              replace: true,
            })
          }
        />
      </Group>
      {plans.isPending && <Skeleton height={120} />}
      {plans.isError && <ProblemAlert error={plans.error} onRetry={() => void plans.refetch()} />}
      {items?.length === 0 && (
        <EmptyState title={which === "all" ? "Nothing was ever held back" : "Nothing is waiting for a decision"}>
          Housekeeping removes what its rules name by itself; what is unusually much it holds here first.
        </EmptyState>
      )}
      {items?.map((plan) => (
        <PlanCard key={plan.id} plan={plan} onDone={onDone} />
      ))}
      {plans.hasNextPage && (
        <Button variant="default" loading={plans.isFetchingNextPage} onClick={() => void plans.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}

function Runs({ onDone }: { onDone: (message: string) => void }) {
  const runs = useRuns();
  const items = runs.data?.pages.flatMap((page) => page.items);
  return (
    <Stack component="section" aria-labelledby="runs">
      <Title order={3} size="h4" id="runs">
        What was removed
      </Title>
      {runs.isPending && <Skeleton height={120} />}
      {runs.isError && <ProblemAlert error={runs.error} onRetry={() => void runs.refetch()} />}
      {items?.length === 0 && (
        <EmptyState title="Housekeeping has removed nothing yet">
          Rules are named in binnacle.yaml; leases and sweeps of collectors are carried out without any.
        </EmptyState>
      )}
      {items?.map((run) => (
        <RunCard key={run.id} run={run} onDone={onDone} />
      ))}
      {runs.hasNextPage && (
        <Button variant="default" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}
