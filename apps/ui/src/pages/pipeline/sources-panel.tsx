import { Skeleton, Stack, Title } from "@mantine/core";
import { useFreshness } from "../../catalog/use-freshness.js";
import { useSources } from "../../catalog/use-sources.js";
import { EmptyState } from "../../states/empty-state.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { PipelineFigures } from "./pipeline-figures.js";
import { SourceCards } from "./source-cards.js";
import { useThroughput } from "./use-throughput.js";

/** Who publishes, and how much. */
export function SourcesPanel() {
  const { data, isPending, isError, error, refetch } = useSources();
  const freshness = useFreshness();
  const rates = useThroughput(data);
  if (isPending) return <Skeleton height={320} />;
  if (isError) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (data.items.length === 0)
    return (
      <EmptyState title="Nobody has published anything yet">
        Start a collector, or post records to the intake; whoever publishes shows here.
      </EmptyState>
    );
  const late = new Map(freshness.data?.result.sources.map((source) => [source.name, source.late]));
  return (
    <Stack>
      <PipelineFigures sources={data.items} rates={rates} />
      <Title order={3} size="h4" mt="sm">
        Sources
      </Title>
      <SourceCards sources={data.items} rates={rates} late={late} />
    </Stack>
  );
}
