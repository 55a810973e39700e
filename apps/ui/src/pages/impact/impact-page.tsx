import { Button, Code, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { useImpact, type ImpactQuestion } from "../../catalog/use-impact.js";
import { ResourceSelect } from "../../search/resource-select.js";
import { EmptyState } from "../../states/empty-state.js";
import { LoadingPage } from "../../states/loading-page.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { ImpactResult } from "./impact-result.js";

/** Who is affected: by versions of a package, or by any Resource. */
export function ImpactPage() {
  const question = useSearch({ strict: false }) as ImpactQuestion;
  const navigate = useNavigate();
  const impact = useImpact(question);
  const ask = (next: ImpactQuestion): void => void navigate({ to: "/impact", search: next as never });
  const isAsked = question.dependency !== undefined || question.id !== undefined;
  return (
    <Stack>
      <Title order={2}>Impact</Title>
      <Group align="start" gap="xl">
        <DependencyForm key={question.dependency} dependency={question.dependency ?? ""} onAsk={ask} />
        <div style={{ flex: "1 1 260px", maxWidth: 420 }}>
          <ResourceSelect
            label="or any Resource"
            id={question.id}
            onChange={(id) => ask(id === undefined ? {} : { id })}
          />
        </div>
      </Group>
      {!isAsked && (
        <EmptyState title="Who would be affected?">
          Enter a package with a range of versions, such as <Code>log4j-core {"<"} 2.17</Code>,{" "}
          <Code>lodash@4.17.20</Code> or <Code>pkg:npm/lodash {"<"} 4.17.12 || =5.0.0</Code>: everything that depends on
          it, directly or not, is listed by owner. Or choose a database, a queue, a service, to see who relies on it.
        </EmptyState>
      )}
      {impact.isLoading && <LoadingPage />}
      {impact.isError && <ProblemAlert error={impact.error} onRetry={() => void impact.refetch()} />}
      {impact.data && (
        <ImpactResult
          impact={impact.data.result}
          isPartial={impact.data.isPartial}
          name={question.dependency ?? "impact"}
        />
      )}
    </Stack>
  );
}

function DependencyForm({ dependency, onAsk }: { dependency: string; onAsk: (question: ImpactQuestion) => void }) {
  const [text, setText] = useState(dependency);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== "") onAsk({ dependency: text.trim() });
  };
  return (
    <form onSubmit={submit} style={{ flex: "2 1 320px", maxWidth: 640 }}>
      <Group align="end" wrap="nowrap" gap="xs">
        <TextInput
          label="Package and versions"
          placeholder="log4j-core < 2.17"
          style={{ flex: 1 }}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          spellCheck={false}
          autoCapitalize="off"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button type="submit">Find</Button>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        Operators {"<  <=  =  !=  >=  >"}; a space means “and”, || means “or”; without a range every version.
      </Text>
    </form>
  );
}
