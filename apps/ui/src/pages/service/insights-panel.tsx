import { Text } from "@mantine/core";
import { useServiceReadings } from "../../catalog/use-services.js";
import { EmptyState } from "../../states/empty-state.js";
import { Panel } from "../../states/panel.js";
import { FactList } from "../../values/fact-list.js";
import { factsOf } from "../../values/facts.js";
import { Moment } from "../../values/moment.js";

/** What was read off the service's code. */
export function InsightsPanel({ service }: { service: string }) {
  const query = useServiceReadings(service);
  const insights = query.data?.readings?.["CodeInsights"];
  return (
    <Panel
      title="Code insights"
      query={query}
      height={200}
      aside={
        insights && (
          <Text size="sm" c="dimmed">
            read <Moment time={insights.collectedOn} /> by {insights.source}
          </Text>
        )
      }
    >
      {query.data && !insights && (
        <EmptyState title="Nothing was read off its code yet">
          Let the git collector look at its repository, or publish CodeInsights of the service.
        </EmptyState>
      )}
      {insights && <FactList facts={factsOf(insights.value)} />}
    </Panel>
  );
}
