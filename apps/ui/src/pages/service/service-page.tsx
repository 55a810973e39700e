import { Stack, Tabs } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useService } from "../../catalog/use-services.js";
import { LoadingPage } from "../../states/loading-page.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { DependenciesPanel } from "./dependencies-panel.js";
import { DeploymentsTree } from "./deployments-tree.js";
import { EgressPanel } from "./egress-panel.js";
import { EnvironmentsPanel } from "./environments-panel.js";
import { EventsPanel } from "./events-panel.js";
import { InsightsPanel } from "./insights-panel.js";
import { ScorecardPanel } from "./scorecard-panel.js";
import { ServiceHeader } from "./service-header.js";
import { ServiceReadings } from "./service-readings.js";
import classes from "./service-page.module.css";

const TABS = [
  { value: "overview", label: "Overview" },
  { value: "events", label: "Events" },
  { value: "dependencies", label: "Dependencies" },
  { value: "calls", label: "Calls" },
  { value: "scorecard", label: "Scorecard" },
  { value: "insights", label: "Code insights" },
  { value: "readings", label: "Readings" },
];
const DAYS_AT_FIRST = 30;
const MOST_DAYS = 365;

/** All there is to know about one service. */
export function ServicePage() {
  const { name } = useParams({ strict: false }) as { name: string };
  const search = useSearch({ strict: false }) as { tab?: unknown; days?: unknown };
  const navigate = useNavigate();
  const query = useService(name);
  const set = (change: { tab?: string; days?: number }): void => {
    void navigate({
      to: "/services/$name",
      params: { name },
      search: { ...search, ...change } as never,
      replace: true,
    });
  };
  if (query.isPending) return <LoadingPage />;
  const service = query.data?.result.services[0];
  if (!service) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;

  const tab = TABS.some(({ value }) => value === search.tab) ? (search.tab as string) : "overview";
  const days =
    typeof search.days === "number" && search.days >= 1 ? Math.min(Math.floor(search.days), MOST_DAYS) : DAYS_AT_FIRST;
  const events = (isListed: boolean) => (
    <EventsPanel service={name} days={days} onDaysChange={(chosen) => set({ days: chosen })} isListed={isListed} />
  );
  return (
    <Stack>
      <ServiceHeader service={service} />
      <Tabs value={tab} onChange={(chosen) => chosen !== null && set({ tab: chosen })} keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview" pt="md">
          <Stack gap="lg">
            <EnvironmentsPanel service={service} />
            {events(false)}
            <DeploymentsTree service={service} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="events" pt="md">
          {events(true)}
        </Tabs.Panel>
        <Tabs.Panel value="dependencies" pt="md">
          <DependenciesPanel service={name} />
        </Tabs.Panel>
        <Tabs.Panel value="calls" pt="md">
          <EgressPanel key={name} service={name} />
        </Tabs.Panel>
        <Tabs.Panel value="scorecard" pt="md">
          <ScorecardPanel key={name} service={name} />
        </Tabs.Panel>
        <Tabs.Panel value="insights" pt="md">
          <InsightsPanel service={name} />
        </Tabs.Panel>
        <Tabs.Panel value="readings" pt="md">
          <ServiceReadings service={name} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
