import { Badge, Button, Card, Code, Group, Text, Title } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import type { Answer } from "@binnacle/client";
import { IconCheck, IconLink } from "@tabler/icons-react";
import { BASE_PATH } from "../../base-path.js";
import { JsonTree } from "../../values/json-tree.js";
import { Moment } from "../../values/moment.js";

export interface CalculationResultProps {
  answer: Answer<"/calculations/{name}", "get">;
  query: Record<string, string | string[]>;
}

/** What a calculation answered, with the request that a script would make for it. */
export function CalculationResult({ answer, query }: CalculationResultProps) {
  const { name, computedOn, freshFor, isPartial, result } = answer;
  const url = requestUrl(name, query);
  const { copied, copy } = useClipboard();
  const Icon = copied ? IconCheck : IconLink;
  return (
    <Card withBorder component="section">
      <Group justify="space-between" mb="sm">
        <Group gap="sm">
          <Title order={3} size="h4">
            Result
          </Title>
          {isPartial && (
            <Badge color="yellow" variant="light" tt="none">
              partial: limits cut it
            </Badge>
          )}
          <Text size="sm" c="dimmed" component="div">
            of <Moment time={computedOn} />, fresh for {freshFor}
          </Text>
        </Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon size={14} aria-hidden />}
          onClick={() => copy(new URL(url, location.origin).href)}
        >
          {copied ? "Copied" : "Copy the request"}
        </Button>
      </Group>
      <Code block mb="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        GET {url}
      </Code>
      <JsonTree value={result} />
    </Card>
  );
}

function requestUrl(name: string, query: Record<string, string | string[]>): string {
  const parameters = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) => [value].flat().map((item) => [key, item])),
  );
  const path = `${BASE_PATH.replace(/\/+$/, "")}/api/v1/calculations/${encodeURIComponent(name)}`;
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}
