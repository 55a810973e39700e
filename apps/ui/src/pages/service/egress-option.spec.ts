import { describe, expect, it } from "@jest/globals";
import { egressOption } from "./egress-option.js";

const ORDERS = {
  id: "1",
  type: "Service",
  name: "orders",
  isKnown: true,
  distance: 0,
  isCallee: false,
  isCaller: false,
  callees: 1,
  callers: 0,
};
const BANK = {
  id: "2",
  type: "Database",
  name: "<i>bank</i>",
  isKnown: false,
  distance: 1,
  isCallee: true,
  isCaller: false,
  callees: 0,
  callers: 1,
};

interface Drawn {
  series: [
    {
      data: { id: string; node: object; itemStyle: { color: string } }[];
      edges: { source: string; target: string; text: string }[];
    },
  ];
  tooltip: { formatter: (point: { dataType: string; data: unknown }) => string };
}

describe("egressOption", () => {
  const option = egressOption(
    { center: "1", nodes: [ORDERS, BANK], edges: [{ from: "1", to: "2", environments: ["production"] }] },
    "light",
  ) as unknown as Drawn;
  const { data, edges } = option.series[0];

  it("draws each node, told apart by what is known of it, and each call from the caller on", () => {
    expect(data.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(new Set(data.map(({ itemStyle }) => itemStyle.color)).size).toBe(2);
    expect(edges).toEqual([{ source: "1", target: "2", text: "in production" }]);
  });

  it("says of what is not in the catalog that it is not", () => {
    const { formatter } = option.tooltip;
    expect(formatter({ dataType: "node", data: data[1] })).toBe(
      "Database <i>bank</i>\ncalls 0, is called by 1\nnot in the catalog itself",
    );
    expect(formatter({ dataType: "edge", data: edges[0] })).toBe("in production");
  });
});
