import { Badge, Card, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";

export interface RuleCardProps {
  rule: string;
  status: string;
  color: string;
  /** What the rule would do or has done. */
  title: ReactNode;
  /** Why, when, by whom. */
  details: ReactNode;
  /** Buttons beside it. */
  actions: ReactNode;
  children: ReactNode;
}

/** What came of a rule of housekeeping, and what can be done about it. */
export function RuleCard({ rule, status, color, title, details, actions, children }: RuleCardProps) {
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" align="start">
        <div style={{ minWidth: 0, flex: "1 1 280px" }}>
          <Group gap="xs">
            <Text fw={600} className="mono">
              {rule}
            </Text>
            <Badge variant="light" color={color} tt="none">
              {status}
            </Badge>
          </Group>
          <Text>{title}</Text>
          <Text size="sm" c="dimmed" component="div">
            {details}
          </Text>
        </div>
        {actions}
      </Group>
      {children}
    </Card>
  );
}
