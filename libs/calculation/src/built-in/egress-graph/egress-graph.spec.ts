import { NotFoundError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { InMemoryCatalog } from "../../in-memory/in-memory-catalog.js";
import { runBuiltIn } from "../testing/run-built-in.js";
import { id, reading, refersTo, resource, SMALL_COMPANY } from "../testing/small-company.js";
import type { EgressGraphResult } from "./result.js";

const company = InMemoryCatalog.of(SMALL_COMPANY);
const graph = (given: Record<string, string> = {}, catalog = company) =>
  runBuiltIn<EgressGraphResult>(catalog, "egress-graph", given);

function edges({ nodes, edges }: EgressGraphResult): string[] {
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  return edges.map(({ from, to, environments }) => `${names.get(from)} > ${names.get(to)} (${environments.join(" ")})`);
}

describe("egress-graph", () => {
  it("tells who calls whom, round a circle, itself, and what is not there", async () => {
    const { result, isPartial } = await graph();
    expect(isPartial).toBe(false);
    expect(result.center).toBeNull();
    expect(edges(result)).toEqual([
      "billing > legacy (production)",
      "billing > orders (production)",
      "orders > 1/eu/orders (production)",
      "orders > billing (production staging)",
      "warehouse > warehouse (production)",
      "warehouse > mail/production (production)",
    ]);
    expect(
      result.nodes.map(({ type, name, isKnown, callees, callers }) => [type, name, isKnown, callees, callers]),
    ).toEqual([
      ["RdsInstance", "1/eu/orders", true, 0, 1],
      ["Service", "billing", true, 2, 1],
      ["Service", "legacy", false, 0, 1],
      ["Service", "orders", true, 2, 1],
      ["Service", "warehouse", true, 2, 1],
      ["ServiceDeployment", "mail/production", false, 0, 1],
    ]);
    expect(result.nodes[0]!.id).toBe(id("RdsInstance", "1/eu/orders"));
  });

  it("keeps to an environment", async () => {
    expect(edges((await graph({ environment: "staging" })).result)).toEqual(["orders > billing (staging)"]);
    expect(edges((await graph({ environment: "staging", service: "orders" })).result)).toEqual([
      "orders > billing (staging)",
    ]);
  });

  it("keeps to what is around a service, so many calls away, one way or both", async () => {
    const { result } = await graph({ service: "billing" });
    expect(result.center).toBe(id("Service", "billing"));
    expect(edges(result)).toEqual([
      "billing > legacy (production)",
      "billing > orders (production)",
      "orders > billing (production staging)",
    ]);
    expect(result.nodes.map(({ name, distance }) => [name, distance])).toEqual([
      ["billing", 0],
      ["legacy", 1],
      ["orders", 1],
    ]);
    const direct = ({ nodes }: EgressGraphResult) =>
      nodes.map(({ name, isCallee, isCaller }) => `${name} ${isCallee ? "<" : ""}${isCaller ? ">" : ""}`);
    expect(direct(result)).toEqual(["billing ", "legacy <", "orders <>"]);
    expect(direct((await graph({ service: "warehouse" })).result)).toEqual(["warehouse <>", "mail/production <"]);
    expect(direct((await graph()).result).filter((text) => !text.endsWith(" "))).toEqual([]);
    const further = (await graph({ service: "billing", depth: "2" })).result;
    expect(direct(further)).toEqual(["1/eu/orders ", "billing ", "legacy <", "orders <>"]);
    expect(further.nodes.map(({ name, distance }) => `${name} ${distance}`)).toEqual([
      "1/eu/orders 2",
      "billing 0",
      "legacy 1",
      "orders 1",
    ]);
    expect(edges((await graph({ service: "billing", direction: "callers" })).result)).toEqual([
      "orders > billing (production staging)",
    ]);
    expect(edges((await graph({ service: "billing", direction: "callees" })).result)).toEqual([
      "billing > legacy (production)",
      "billing > orders (production)",
    ]);
    expect((await graph({ service: "warehouse", direction: "callers" })).result.nodes).toHaveLength(1);
  });

  it("knows functions, and calls that a service states itself", async () => {
    const catalog = InMemoryCatalog.of([
      resource("Lambda", "resize"),
      resource("LambdaDeployment", "resize/production", ["Lambda", "resize"]),
      resource("Service", "shop"),
      reading(["LambdaDeployment", "resize/production"], "EgressDependencies", refersTo(["Service", "shop"])),
      reading(["Service", "shop"], "EgressDependencies", refersTo(["LambdaDeployment", "resize/production"])),
    ]);
    const expected = ["resize > shop (production)", "shop > resize ()"];
    expect(edges((await graph({}, catalog)).result)).toEqual(expected);
    expect(edges((await graph({ service: "shop" }, catalog)).result)).toEqual(expected);
  });

  it("takes in so many calls, and says that there are more", async () => {
    const all = await graph({ limit: "3" });
    expect([all.result.edges.length, all.isPartial]).toEqual([3, true]);
    const around = await graph({ service: "orders", limit: "1" });
    expect([around.result.edges.length, around.isPartial]).toEqual([1, true]);
  });

  it("shows a service without calls by itself, and none that is not there", async () => {
    const alone = InMemoryCatalog.of([resource("Service", "alone")]);
    expect((await graph({ service: "alone" }, alone)).result).toMatchObject({
      nodes: [{ name: "alone", distance: 0 }],
      edges: [],
    });
    expect((await graph({}, alone)).result).toEqual({ center: null, nodes: [], edges: [] });
    await expect(graph({ service: "legacy" })).rejects.toThrow(NotFoundError);
  });
});
