import { Button, Card, Group, SimpleGrid } from "@mantine/core";
import { ProblemError } from "@binnacle/client";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { ParameterInput } from "./parameter-input.js";
import { queryOf, type ParameterField } from "./parameter-fields.js";

export interface ParametersFormProps {
  fields: ParameterField[];
  /** What was filled in before. */
  values: Record<string, unknown>;
  /** What was wrong with it, if anything. */
  error: unknown;
  isRunning: boolean;
  onRun: (parameters: Record<string, string | string[]>) => void;
}

/** A form made from the schema of a calculation's parameters. */
export function ParametersForm({ fields, values, error, isRunning, onRun }: ParametersFormProps) {
  const [draft, setDraft] = useState(values);
  const faults = new Map(
    error instanceof ProblemError ? error.errors.map(({ path, detail }) => [path, detail] as const) : [],
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onRun(queryOf(fields, draft));
  };
  return (
    <Card withBorder component="form" onSubmit={submit as never} aria-label="Parameters">
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {fields.map((field) => (
          <ParameterInput
            key={field.name}
            field={field}
            value={draft[field.name]}
            error={faults.get(field.name)}
            onChange={(value) => setDraft((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
      </SimpleGrid>
      <Group mt="md">
        <Button type="submit" loading={isRunning} leftSection={<IconPlayerPlay size={16} aria-hidden />}>
          Run
        </Button>
        <Button variant="subtle" onClick={() => setDraft({})}>
          Clear
        </Button>
      </Group>
    </Card>
  );
}
