import { Alert, Text } from "@mantine/core";
import type { ProblemError } from "@binnacle/client";
import classes from "./where-fault.module.css";

/** What is wrong with a predicate, and the place where. */
export function WhereFault({ where, error }: { where: string; error: ProblemError }) {
  const position = error.errors.find(({ path }) => path === "where")?.position ?? error.problem?.position;
  const points = [...where];
  return (
    <Alert color="red" title="This predicate cannot be read" role="alert">
      <Text size="sm">{error.message}</Text>
      {position !== undefined && (
        <>
          <pre className={classes.predicate}>
            {points.slice(0, position).join("")}
            <mark className={classes.fault}>{points[position] ?? " "}</mark>
            {points.slice(position + 1).join("")}
          </pre>
          <Text size="sm">
            {position >= points.length ? "It ends too early." : `At character ${position + 1}.`} Change it above, then
            find again.
          </Text>
        </>
      )}
    </Alert>
  );
}
