import { Paper, SimpleGrid, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useProbe, type Source } from "../../catalog/use-sources.js";
import { Moment } from "../../values/moment.js";
import { rateText } from "./throughput.js";

export interface PipelineFiguresProps {
  sources: readonly Source[];
  rates: ReadonlyMap<string, number> | undefined;
}

/** How much comes in, how long that takes, and how much of it is refused. */
export function PipelineFigures({ sources, rates }: PipelineFiguresProps) {
  const probe = useProbe();
  const records = sumOf(sources.map((source) => source.records));
  const rejections = sumOf(sources.map((source) => source.rejections));
  const newest = sources.reduce<string | null>(
    (latest, { lastSeenOn }) => (latest === null || lastSeenOn > latest ? lastSeenOn : latest),
    null,
  );
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
      <Figure label="comes in now" hint={`${records.toLocaleString("en")} records ever since`}>
        {rates === undefined ? "counting …" : rateText(sumOf([...rates.values()]))}
      </Figure>
      <Figure label="newest message" hint="when the queue received it">
        <Moment time={newest} />
      </Figure>
      <Figure
        label="newest probe that came through"
        hint={
          probe.data === null
            ? "no housekeeper runs that publishes any"
            : "published once a minute: all that came before it is in the catalog"
        }
      >
        {probe.isSuccess ? probe.data === null ? "none" : <Moment time={probe.data} /> : "…"}
      </Figure>
      <Figure
        label={rejections === 1 ? "record rejected" : "records rejected"}
        hint="ever since, settled ones included"
      >
        {rejections.toLocaleString("en")}
      </Figure>
    </SimpleGrid>
  );
}

function Figure({ label, hint, children }: { label: string; hint: string; children: ReactNode }) {
  return (
    <Paper withBorder p="sm">
      <Text component="div" fz={22} fw={700} lh={1.3}>
        {children}
      </Text>
      <Text size="sm">{label}</Text>
      <Text size="xs" c="dimmed">
        {hint}
      </Text>
    </Paper>
  );
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
