import { Anchor, SegmentedControl, SimpleGrid, Stack, Text, Title, useComputedColorScheme } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { useEgressGraph, type EgressGraph } from "../../catalog/use-dependencies.js";
import { Chart } from "../../charts/chart.js";
import { EmptyState } from "../../states/empty-state.js";
import { Panel } from "../../states/panel.js";
import { egressOption, type DrawnNode } from "./egress-option.js";

const DEPTHS = [
  { value: "1", label: "Next" },
  { value: "2", label: "2 calls" },
  { value: "3", label: "3 calls" },
];

type Node = EgressGraph["nodes"][number];

/** Whom the service calls and who calls it. */
export function EgressPanel({ service }: { service: string }) {
  const [depth, setDepth] = useState(1);
  const query = useEgressGraph(service, depth);
  const graph = query.data?.result;
  return (
    <Panel
      title="Who calls whom"
      query={query}
      height={460}
      aside={
        <SegmentedControl
          size="xs"
          aria-label="How far away"
          data={DEPTHS}
          value={String(depth)}
          onChange={(value) => setDepth(Number(value))}
        />
      }
    >
      {graph && graph.edges.length === 0 && (
        <EmptyState title="No calls are known">
          Publish EgressDependencies of its deployments, with a reference to each service or database that they call.
        </EmptyState>
      )}
      {graph && graph.edges.length > 0 && <Graph graph={graph} service={service} />}
      {query.data?.isPartial && (
        <Text size="sm" c="dimmed">
          There are more calls than are drawn.
        </Text>
      )}
    </Panel>
  );
}

function Graph({ graph, service }: { graph: EgressGraph; service: string }) {
  const scheme = useComputedColorScheme("light");
  const navigate = useNavigate();
  const option = useMemo(() => egressOption(graph, scheme), [graph, scheme]);
  const open = useCallback(
    (datum: unknown) => {
      const { node } = datum as Partial<DrawnNode>;
      if (!node?.isKnown) return;
      void (node.type === "Service"
        ? navigate({ to: "/services/$name", params: { name: node.name }, search: { tab: "calls" } as never })
        : navigate({ to: "/explorer/$id", params: { id: node.id } }));
    },
    [navigate],
  );
  return (
    <Stack>
      <Chart
        label={`${graph.nodes.length} services and what they call, ${graph.edges.length} calls, around ${service}`}
        option={option}
        height={420}
        onSelect={open}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Nodes title={`${service} calls`} nodes={graph.nodes.filter(({ isCallee }) => isCallee)} />
        <Nodes title={`${service} is called by`} nodes={graph.nodes.filter(({ isCaller }) => isCaller)} />
      </SimpleGrid>
    </Stack>
  );
}

function Nodes({ title, nodes }: { title: string; nodes: readonly Node[] }) {
  return (
    <section aria-label={title}>
      <Title order={4} size="h6" mb={4}>
        {title}
      </Title>
      {nodes.length === 0 && (
        <Text size="sm" c="dimmed">
          nothing that is known
        </Text>
      )}
      {nodes.map(({ id, type, name, isKnown }) => (
        <Text key={id} size="sm">
          {!isKnown && `${name} (${type}, not in the catalog itself)`}
          {isKnown && type === "Service" && (
            <Anchor component={Link} to="/services/$name" params={{ name } as never} inherit>
              {name}
            </Anchor>
          )}
          {isKnown && type !== "Service" && (
            <Anchor component={Link} to="/explorer/$id" params={{ id } as never} inherit>
              {name} ({type})
            </Anchor>
          )}
        </Text>
      ))}
    </section>
  );
}
