import { Anchor, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useAttention, type Attention } from "../../catalog/use-attention.js";
import { HealthBadge } from "../../health/health-badge.js";
import { SeverityBadge } from "../../vulnerabilities/severity-badge.js";
import { AttentionCard } from "./attention-card.js";
import classes from "./attention.module.css";

const MOST = 4;
const FEW = 2;

/** What is down, vulnerable, late, rejected, or waits for a decision. */
export function AttentionPanel() {
  const query = useAttention();
  const found = query.data?.result;
  return (
    <div className={classes.cards}>
      <AttentionCard
        title="Down or degraded"
        query={query}
        group={found?.unwell}
        most={MOST}
        none="Every service whose health is known is up."
        all={{ to: "/services", search: { sort: "-health" }, label: "All services, the worst first" }}
        others={found && unknownLink(found.unknown)}
        rows={found?.unwell.items.map(({ service: { id, name }, health, why, since }) => ({
          id,
          subject: <ServiceLink name={name} />,
          sign: <HealthBadge health={health} />,
          why,
          since,
        }))}
      />
      <AttentionCard
        title="Vulnerable"
        query={query}
        group={found?.vulnerable}
        most={MOST}
        none="No critical or high vulnerability is known."
        all={{
          to: "/services",
          search: { severity: "high", sort: "-vulnerabilities" },
          label: "All of them, the most severe first",
        }}
        rows={found?.vulnerable.items.map(({ service: { id, name }, critical, high, why, since }) => ({
          id,
          subject: <ServiceLink name={name} tab="dependencies" />,
          sign: (
            <Group gap={4} wrap="nowrap">
              {critical > 0 && <SeverityBadge severity="critical" count={critical} />}
              {high > 0 && <SeverityBadge severity="high" count={high} />}
            </Group>
          ),
          why,
          since,
        }))}
      />
      <AttentionCard
        title="Collected late"
        query={query}
        group={found?.late}
        most={FEW}
        none="Everything whose usual interval is known was collected in time."
        all={{ to: "/pipeline", search: { tab: "freshness" }, label: "All that is collected" }}
        rows={found?.late.items.map(({ source, readingType, why, since }) => ({
          id: `${source} ${readingType}`,
          subject: <Named name={readingType} by={`by ${source}`} />,
          why,
          since,
        }))}
      />
      <AttentionCard
        title="Rejected records"
        query={query}
        group={found?.rejected}
        most={FEW}
        none="Every record that was published was taken in."
        all={{ to: "/pipeline", search: { tab: "rejections" }, label: "See what to do" }}
        rows={found?.rejected.items.map(({ id, code, source, count, why, since }) => ({
          id,
          subject: (
            <Named name={code} by={`from ${source}${count > 1 ? `, ${count.toLocaleString("en")} times` : ""}`} />
          ),
          why,
          since,
        }))}
      />
      <AttentionCard
        title="Held housekeeping"
        query={query}
        group={found?.held}
        most={FEW}
        none="Housekeeping waits for nobody."
        all={{ to: "/pipeline", search: { tab: "housekeeping" }, label: "Decide" }}
        rows={found?.held.items.map(({ id, rule, resourceType, why, since }) => ({
          id,
          subject: <Named name={rule} by={`for ${resourceType}`} />,
          why,
          since,
        }))}
      />
    </div>
  );
}

function unknownLink({ count, isPartial }: Attention["unknown"]) {
  if (count === 0) return undefined;
  const label = `${count.toLocaleString("en")}${isPartial ? "+" : ""} more of unknown health`;
  return { to: "/services", search: { health: "unknown" }, label };
}

function Named({ name, by }: { name: string; by: string }) {
  return (
    <>
      {name}{" "}
      <Text span inherit c="dimmed">
        {by}
      </Text>
    </>
  );
}

function ServiceLink({ name, tab }: { name: string; tab?: string }) {
  return (
    <Anchor component={Link} to="/services/$name" params={{ name } as never} search={{ tab } as never} size="sm">
      {name}
    </Anchor>
  );
}
