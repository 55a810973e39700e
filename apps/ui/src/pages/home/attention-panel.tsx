import { Anchor, SimpleGrid, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useFreshness } from "../../catalog/use-freshness.js";
import { useRejections } from "../../catalog/use-rejections.js";
import type { useServices } from "../../catalog/use-services.js";
import { HealthBadge } from "../../health/health-badge.js";
import { Moment } from "../../values/moment.js";
import { SeverityBar } from "../../vulnerabilities/severity-bar.js";
import { AttentionCard } from "./attention-card.js";
import { unwell, vulnerable } from "./attention.js";

const MOST = 5;
/** These take two lines each. */
const MOST_REJECTED = 3;

/** What is down, vulnerable, late or rejected. */
export function AttentionPanel({ services: query }: { services: ReturnType<typeof useServices> }) {
  const late = useFreshness();
  const rejections = useRejections();
  const services = query.data?.pages.flatMap(({ result }) => result.services) ?? [];
  const down = unwell(services);
  const unknown = services.filter(({ health }) => health === "unknown").length;
  const weak = vulnerable(services);
  const lateItems = late.data?.result.items.filter(({ state }) => state === "late") ?? [];
  const rejected = rejections.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, xl: 4 }}>
      <AttentionCard
        title="Down or degraded"
        query={query}
        count={String(down.length)}
        none="Every service whose health is known is up."
        more={[
          ...(down.length > MOST
            ? [{ to: "/services", search: { sort: "-health" }, label: "All of them, the worst first" }]
            : []),
          ...(unknown > 0
            ? [{ to: "/services", search: { health: "unknown" }, label: `${unknown} more of unknown health` }]
            : []),
        ]}
        rows={down.slice(0, MOST).map(({ id, name, health }) => ({
          key: id,
          start: <ServiceLink name={name} />,
          end: <HealthBadge health={health} />,
        }))}
      />
      <AttentionCard
        title="Vulnerable"
        query={query}
        count={String(weak.length)}
        none="No critical or high vulnerability is known."
        more={
          weak.length > MOST
            ? [
                {
                  to: "/services",
                  search: { severity: "high", sort: "-vulnerabilities" },
                  label: "All of them, the most severe first",
                },
              ]
            : []
        }
        rows={weak.slice(0, MOST).map(({ id, name, vulnerabilities }) => ({
          key: id,
          start: <ServiceLink name={name} tab="dependencies" />,
          end: <SeverityBar counts={vulnerabilities} />,
        }))}
      />
      <AttentionCard
        title="Collected late"
        query={late}
        count={String(late.data?.result.counts.late ?? 0)}
        none="Everything whose usual interval is known was collected in time."
        more={
          lateItems.length > 0
            ? [{ to: "/pipeline", search: { tab: "freshness" }, label: "All that is collected" }]
            : []
        }
        rows={lateItems.slice(0, MOST).map(({ source, readingType, newestOn }) => ({
          key: `${source} ${readingType}`,
          start: (
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {readingType}{" "}
              <Text span inherit c="dimmed">
                by {source}
              </Text>
            </Text>
          ),
          end: <Moment time={newestOn} />,
        }))}
      />
      <AttentionCard
        title="Rejected records"
        query={rejections}
        count={rejections.hasNextPage ? `${rejected.length}+` : String(rejected.length)}
        none="Every record that was published was taken in."
        more={rejected.length > 0 ? [{ to: "/pipeline", search: { tab: "rejections" }, label: "See what to do" }] : []}
        rows={rejected.slice(0, MOST_REJECTED).map(({ id, code, detail, source, lastReceivedOn }) => ({
          key: id,
          start: (
            <div style={{ minWidth: 0 }}>
              <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                {code}{" "}
                <Text span inherit c="dimmed">
                  from {source}
                </Text>
              </Text>
              <Text size="xs" c="dimmed" lineClamp={1}>
                {detail}
              </Text>
            </div>
          ),
          end: <Moment time={lastReceivedOn} />,
        }))}
      />
    </SimpleGrid>
  );
}

function ServiceLink({ name, tab }: { name: string; tab?: string }) {
  return (
    <Anchor component={Link} to="/services/$name" params={{ name } as never} search={{ tab } as never} size="sm">
      {name}
    </Anchor>
  );
}
