import { Alert, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { Impact } from "../../catalog/use-impact.js";
import { EmptyState } from "../../states/empty-state.js";
import { CsvButton } from "../../table/csv-button.js";
import { AffectedServices } from "./affected-services.js";
import { IMPACT_CSV_HEADER, impactRows } from "./impact-rows.js";
import { OthersCard } from "./others-card.js";
import { SubjectCard } from "./subject-card.js";

export interface ImpactResultProps {
  impact: Impact;
  isPartial: boolean;
  /** Of the CSV file. */
  name: string;
}

/** Who is affected, by owner; first how many, and by what exactly. */
export function ImpactResult({ impact, isPartial, name }: ImpactResultProps) {
  const { subject, counts, owners, others } = impact;
  const isNobody = owners.length === 0 && others.length === 0;
  return (
    <Stack>
      <SimpleGrid cols={{ base: 2, sm: 4 }} role="status">
        <Count label={counts.services === 1 ? "service" : "services"} count={counts.services} />
        <Count label={counts.deployments === 1 ? "deployment" : "deployments"} count={counts.deployments} />
        <Count label={counts.owners === 1 ? "owner" : "owners"} count={counts.owners} />
        <Count label="others" count={counts.others} />
      </SimpleGrid>
      {isPartial && (
        <Alert color="yellow" title="There are more">
          Only the nearest are listed. Narrow the versions down, or run the calculation with a higher limit.
        </Alert>
      )}
      <SubjectCard subject={subject} />
      {isNobody && (
        <EmptyState title="Nobody is affected">
          {subject.dependency !== null && subject.matched.length === 0
            ? "The catalog knows no such version. Check the spelling; the name alone, without a range, shows which versions there are."
            : "Nothing in the catalog refers to it."}
        </EmptyState>
      )}
      {!isNobody && (
        <Group justify="space-between">
          <Title order={3} size="h4">
            By owner
          </Title>
          <CsvButton name={`impact ${name}`} header={IMPACT_CSV_HEADER} rows={() => impactRows(impact)} />
        </Group>
      )}
      {owners.map(({ owner, services }) => (
        <AffectedServices key={owner === null ? "" : `${owner.kind} ${owner.name}`} owner={owner} services={services} />
      ))}
      {others.length > 0 && <OthersCard others={others} />}
    </Stack>
  );
}

function Count({ label, count }: { label: string; count: number }) {
  return (
    <Paper withBorder p="sm">
      <Text fz={28} fw={700} lh={1.1}>
        {count.toLocaleString("en")}
      </Text>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
    </Paper>
  );
}
