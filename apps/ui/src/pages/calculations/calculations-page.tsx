import { Card, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useCalculations } from "../../catalog/use-calculations.js";
import { EmptyState } from "../../states/empty-state.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import classes from "./calculations.module.css";

/** What the provider can compute. */
export function CalculationsPage() {
  const { data, isPending, isError, error, refetch } = useCalculations();
  return (
    <Stack>
      <Title order={2}>Calculations</Title>
      {isPending && <Skeleton height={320} />}
      {isError && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <EmptyState title="There is none">
          A calculation plug-in of the provider makes its calculations show here.
        </EmptyState>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} component="ul" className={classes.list}>
        {data?.items.map(({ name, description }) => (
          <li key={name}>
            <Card
              withBorder
              h="100%"
              component={Link}
              to="/calculations/$name"
              params={{ name } as never}
              className={classes.card}
            >
              <Text fw={600} className="mono">
                {name}
              </Text>
              <Text size="sm" c="dimmed">
                {description}
              </Text>
            </Card>
          </li>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
