import type { EChartsCoreOption } from "echarts/core";
import type { EgressGraph } from "../../catalog/use-dependencies.js";

/** A node of the drawn graph; `node` is what it stands for. */
export interface DrawnNode {
  id: string;
  node: EgressGraph["nodes"][number];
}

const COLORS = {
  light: { center: "#0b7285", near: "#74b9c6", unknown: "#ced4da", edge: "#868e96", text: "#212529" },
  dark: { center: "#47adbd", near: "#1f6b78", unknown: "#5c5f66", edge: "#909296", text: "#dee2e6" },
};

/** Who calls whom as a graph that lays itself out, with arrows from the caller to whom it calls. */
export function egressOption({ nodes, edges, center }: EgressGraph, scheme: "light" | "dark"): EChartsCoreOption {
  const colors = COLORS[scheme];
  const colorOf = ({ id, isKnown }: DrawnNode["node"]): string =>
    id === center ? colors.center : isKnown ? colors.near : colors.unknown;
  return {
    tooltip: {
      confine: true,
      formatter: ({ dataType, data }: { dataType: string; data: DrawnNode & { text: string } }) =>
        dataType === "edge" ? data.text : nodeText(data.node),
    },
    series: [
      {
        type: "graph",
        layout: "force",
        roam: "move",
        draggable: true,
        force: { repulsion: 420, edgeLength: [90, 160], gravity: 0.12, layoutAnimation: false },
        edgeSymbol: ["none", "arrow"],
        edgeSymbolSize: 8,
        label: {
          show: true,
          position: "bottom",
          color: colors.text,
          formatter: ({ data }: { data: DrawnNode }) => data.node.name,
        },
        labelLayout: { hideOverlap: true },
        emphasis: { focus: "adjacency", label: { fontWeight: "bold" } },
        lineStyle: { color: colors.edge, width: 1.5, curveness: 0.08 },
        data: nodes.map((node) => ({
          id: node.id,
          node,
          symbolSize: node.id === center ? 34 : 22,
          symbol: node.type === "Service" ? "circle" : "roundRect",
          itemStyle: { color: colorOf(node) },
        })),
        edges: edges.map(({ from, to, environments }) => ({
          source: from,
          target: to,
          text: environments.length > 0 ? `in ${environments.join(", ")}` : "environment unknown",
        })),
      },
    ],
  };
}

function nodeText({ type, name, isKnown, callees, callers }: DrawnNode["node"]): string {
  const lines = [`${type} ${name}`, `calls ${callees}, is called by ${callers}`];
  return [...lines, ...(isKnown ? [] : ["not in the catalog itself"])].join("\n");
}
