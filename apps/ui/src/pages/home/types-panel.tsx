import { Anchor, Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Panel } from "../../states/panel.js";
import { Moment } from "../../values/moment.js";

export interface TypesPanelProps {
  types: readonly { type: string; count: number; lastSeenOn: string | null }[];
}

/** What the catalog holds, by type. */
export function TypesPanel({ types }: TypesPanelProps) {
  return (
    <Panel title="In the catalog">
      <Table verticalSpacing={6} horizontalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Type</Table.Th>
            <Table.Th ta="end">Resources</Table.Th>
            <Table.Th ta="end">Last seen</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {types
            .toSorted((a, b) => b.count - a.count)
            .map(({ type, count, lastSeenOn }) => (
              <Table.Tr key={type}>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  <Anchor component={Link} to="/explorer" search={{ type } as never} size="sm">
                    {type}
                  </Anchor>
                </Table.Td>
                <Table.Td ta="end">{count.toLocaleString("en")}</Table.Td>
                <Table.Td ta="end">
                  <Moment time={lastSeenOn} />
                </Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
