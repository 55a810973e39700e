import { Badge, Group, Progress, Select, Stack, Text } from "@mantine/core";
import { IconCircleCheckFilled, IconCircleXFilled } from "@tabler/icons-react";
import { useState } from "react";
import { useScorecard, type ScorecardResult, type ScoredResource } from "../../catalog/use-scorecard.js";
import { EmptyState } from "../../states/empty-state.js";
import { Panel } from "../../states/panel.js";
import classes from "./scorecard-panel.module.css";

const REASONS: Record<ScoredResource["failed"][number]["reason"], string> = {
  noReading: "nothing was read",
  late: "what was read is too old",
  conditionFails: "the condition does not hold",
  noReference: "it refers to nothing of the kind",
  targetMissing: "what it refers to is not in the catalog",
  noneBelow: "there is nothing of the kind below it",
};

/** How the service does on a scorecard, and what to do to reach the next level. */
export function ScorecardPanel({ service }: { service: string }) {
  const [chosen, setChosen] = useState<string>();
  const query = useScorecard(service, chosen);
  const result = query.data?.result;
  const scored = result?.resources[0];
  return (
    <Panel
      title="Scorecard"
      query={query}
      height={240}
      aside={
        result &&
        result.scorecards.length > 1 && (
          <Select
            size="xs"
            aria-label="Scorecard"
            allowDeselect={false}
            data={result.scorecards}
            value={result.scorecard.name}
            onChange={(name) => setChosen(name ?? undefined)}
          />
        )
      }
    >
      {result && !scored && (
        <EmptyState title="This scorecard is not for services">
          It looks at Resources of type {result.scorecard.resourceType}. Choose another one, or write one for services
          in binnacle.yaml.
        </EmptyState>
      )}
      {result && scored && <Score scorecard={result.scorecard} scored={scored} />}
    </Panel>
  );
}

function Score({ scorecard, scored }: { scorecard: ScorecardResult["scorecard"]; scored: ScoredResource }) {
  const { checks, levels, description } = scorecard;
  return (
    <Stack gap="sm">
      {description !== undefined && (
        <Text size="sm" c="dimmed">
          {description}
        </Text>
      )}
      <Group gap="sm">
        <Badge size="lg" variant={scored.level === null ? "outline" : "filled"} tt="none">
          {scored.level ?? "no level yet"}
        </Badge>
        <Text size="sm">
          {scored.passed} of {checks.length} checks pass
        </Text>
      </Group>
      <Progress
        value={(scored.passed / Math.max(1, checks.length)) * 100}
        aria-label={`${scored.passed} of ${checks.length} checks pass`}
      />
      <ul className={classes.checks}>
        {checks
          .toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level))
          .map((check) => (
            <Check
              key={check.name}
              check={check}
              failure={scored.failed.find((failed) => failed.check === check.name)}
            />
          ))}
      </ul>
    </Stack>
  );
}

interface CheckProps {
  check: ScorecardResult["scorecard"]["checks"][number];
  failure: ScoredResource["failed"][number] | undefined;
}

function Check({ check, failure }: CheckProps) {
  const Icon = failure ? IconCircleXFilled : IconCircleCheckFilled;
  return (
    <li className={classes.check}>
      <Icon
        size={18}
        className={failure ? classes.failed : classes.passed}
        role="img"
        aria-label={failure ? "Fails" : "Passes"}
      />
      <div>
        <Text size="sm">
          <Text span inherit fw={600}>
            {check.name}
          </Text>{" "}
          <Text span inherit c="dimmed">
            for {check.level}
          </Text>
        </Text>
        {check.description !== undefined && <Text size="sm">{check.description}</Text>}
        {failure && (
          <Text size="sm">
            {failure.hint ?? "Nobody has written down what to do about it."}{" "}
            <Text span inherit c="dimmed">
              ({REASONS[failure.reason]}
              {failure.failing.of > 1 && `, ${failure.failing.count} of ${failure.failing.of}`}
              {failure.failing.of > 1 && failure.failing.names.length > 0 && `: ${failure.failing.names.join(", ")}`})
            </Text>
          </Text>
        )}
      </div>
    </li>
  );
}
