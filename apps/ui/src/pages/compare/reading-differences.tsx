import { Badge, Card, Group, Table, Text, Title } from "@mantine/core";
import type { Comparison } from "../../catalog/use-compare.js";
import { Moment } from "../../values/moment.js";
import { valueText } from "../../values/value-text.js";
import classes from "./reading-differences.module.css";

const STATES = {
  different: { label: "different", color: "orange" },
  onlyLeft: { label: "only left", color: "grape" },
  onlyRight: { label: "only right", color: "blue" },
  equal: { label: "equal", color: "gray" },
} as const;

/** Where a reading of the left Resource and that of the right one differ. */
export function ReadingDifferences({ reading }: { reading: Comparison["readings"][number] }) {
  const { type, state, leftCollectedOn, rightCollectedOn, differences } = reading;
  return (
    <Card withBorder component="section">
      <Group justify="space-between" mb={differences.length > 0 ? "sm" : 0}>
        <Group gap="sm">
          <Title order={3} size="h5">
            {type}
          </Title>
          <Badge variant="light" color={STATES[state].color} tt="none">
            {STATES[state].label}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed" component="div">
          {leftCollectedOn !== null && (
            <>
              left <Moment time={leftCollectedOn} />
            </>
          )}
          {leftCollectedOn !== null && rightCollectedOn !== null && ", "}
          {rightCollectedOn !== null && (
            <>
              right <Moment time={rightCollectedOn} />
            </>
          )}
        </Text>
      </Group>
      {differences.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-label={`Differences of ${type}`}>
          <Table className={classes.differences} layout="fixed" miw={520}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w="24%">Where</Table.Th>
                <Table.Th>Left</Table.Th>
                <Table.Th>Right</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {differences.map(({ path, change, left, right }) => (
                <Table.Tr key={path}>
                  <Table.Td>{path === "" ? "the whole" : path}</Table.Td>
                  <Table.Td data-change={change === "added" ? undefined : "left"}>
                    {change === "added" ? <Missing /> : valueText(left)}
                  </Table.Td>
                  <Table.Td data-change={change === "removed" ? undefined : "right"}>
                    {change === "removed" ? <Missing /> : valueText(right)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Card>
  );
}

function Missing() {
  return (
    <Text span size="sm" c="dimmed">
      not there
    </Text>
  );
}
