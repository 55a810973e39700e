import { Anchor, Breadcrumbs, Skeleton, Stack, Text, Title } from "@mantine/core";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useCalculation, useCalculations } from "../../catalog/use-calculations.js";
import { EmptyState } from "../../states/empty-state.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { CalculationResult } from "./calculation-result.js";
import { fieldsOf, queryOf, searchOf } from "./parameter-fields.js";
import { ParametersForm } from "./parameters-form.js";

/** One calculation with a form for its parameters, which the URL holds, and its result. */
export function CalculationPage() {
  const { name } = useParams({ strict: false }) as { name: string };
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const calculations = useCalculations();
  const calculation = calculations.data?.items.find((item) => item.name === name);
  const fields = calculation && fieldsOf(calculation.parameters);
  const query = fields && queryOf(fields, search);
  // Without any parameter the URL does not tell whether it was asked to run.
  const [ranWithout, setRanWithout] = useState<string>();
  const isAsked = query !== undefined && (Object.keys(query).length > 0 || ranWithout === name);
  const answer = useCalculation(name, isAsked ? query : undefined);

  if (calculations.isPending) return <Skeleton height={320} />;
  if (calculations.isError)
    return <ProblemAlert error={calculations.error} onRetry={() => void calculations.refetch()} />;
  if (calculation === undefined || fields === undefined || query === undefined)
    return (
      <EmptyState title={`There is no calculation ${name}`}>
        <Anchor component={Link} to="/calculations">
          See which there are
        </Anchor>
      </EmptyState>
    );
  const run = (parameters: Record<string, string | string[]>): void => {
    setRanWithout(name);
    const isSame = JSON.stringify(parameters) === JSON.stringify(query);
    if (isSame && isAsked) void answer.refetch();
    else void navigate({ to: "/calculations/$name", params: { name }, search: searchOf(fields, parameters) as never });
  };
  return (
    <Stack>
      <Breadcrumbs>
        <Anchor component={Link} to="/calculations" size="sm">
          Calculations
        </Anchor>
      </Breadcrumbs>
      <div>
        <Title order={2} className="mono">
          {name}
        </Title>
        <Text c="dimmed">{calculation.description}</Text>
      </div>
      <ParametersForm
        key={`${name} ${JSON.stringify(query)}`}
        fields={fields}
        values={query}
        error={answer.error}
        isRunning={answer.isFetching}
        onRun={run}
      />
      {answer.isError && <ProblemAlert error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isLoading && <Skeleton height={240} />}
      {answer.data && <CalculationResult answer={answer.data} query={query} />}
    </Stack>
  );
}
