import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { InMemoryCatalog } from "../../in-memory/in-memory-catalog.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import type { ServiceEventsResult, TimelineEvent } from "../service-events/result.js";
import { faultyExamples, runBuiltIn } from "../testing/run-built-in.js";
import { at, event, id, reading, refersTo, resource, SMALL_COMPANY } from "../testing/small-company.js";
import type { RecentEvent, RecentEventsResult } from "./result.js";

const company = InMemoryCatalog.of(SMALL_COMPANY);
const recent = (given: Record<string, string | string[]> = {}, catalog = company) =>
  runBuiltIn<RecentEventsResult>(catalog, "recent-events", given);
const told = ({ events }: RecentEventsResult) => events.map(({ on, event }) => `${on.slice(8, 16)} ${event}`);

describe("recent-events", () => {
  it("tells what happened last, anywhere, newest first, with the service and the environment", async () => {
    const { result, isPartial } = await recent();
    expect(isPartial).toBe(false);
    expect(result).toMatchObject({ from: "2026-05-02T12:00:00.000000Z", to: "2026-06-01T12:00:00.000000Z" });
    expect(told(result)).toEqual([
      "01T11:30 incident",
      "01T10:30 other",
      "01T09:40 stop",
      "01T09:10 start",
      "01T09:10 start",
      "30T08:00 deployment",
    ]);
    const service = { id: id("Service", "orders"), name: "orders" };
    expect(result.events.slice(0, 3)).toEqual([
      {
        on: at("11:30"),
        event: "incident",
        title: "Orders are slow",
        service,
        environment: null,
        resourceId: id("Service", "orders"),
        resourceType: "Service",
        resourceName: "orders",
        source: "test",
      },
      expect.objectContaining({ service, environment: "staging", resourceType: "ServiceDeployment" }),
      expect.objectContaining({ service, environment: "production", resourceType: "ServiceInstance" }),
    ]);
  });

  it("tells what happened to what belongs to no service, and comes to an end in a circle", async () => {
    const catalog = InMemoryCatalog.of([
      resource("RdsInstance", "1/eu/orders"),
      event(["RdsInstance", "1/eu/orders"], at("10:00"), { event: "failover" }),
      resource("ServiceDeployment", "lost/production", ["Service", "lost"]),
      event(["ServiceDeployment", "lost/production"], at("09:00"), { event: "deployment" }),
      resource("ServiceInstance", "lone", ["ServiceDeployment", "nowhere"]),
      event(["ServiceInstance", "lone"], at("08:00"), { event: "start" }),
      resource("Service", "round", ["ServiceDeployment", "round/production"]),
      resource("ServiceDeployment", "round/production", ["Service", "round"]),
      event(["ServiceDeployment", "round/production"], at("07:00"), { event: "deployment" }),
      event(["Service", "round"], at("06:00"), { event: "incident" }),
    ]);
    const { events } = (await recent({}, catalog)).result;
    expect(events.map(({ resourceName, service, environment }) => [resourceName, service?.name, environment])).toEqual([
      ["1/eu/orders", undefined, null],
      // Its service is there as its parent, though nobody declared it.
      ["lost/production", "lost", "production"],
      ["lone", undefined, null],
      ["round/production", "round", "production"],
      ["round", "round", null],
    ]);
  });

  it("keeps to the services of a team, whether that is a Resource or not", async () => {
    const catalog = InMemoryCatalog.of([
      ...SMALL_COMPANY,
      event(["ServiceInstance", "billing/production/1"], at("11:45"), { event: "start" }),
      event(["RdsInstance", "1/eu/orders"], at("11:50"), { event: "failover" }),
    ]);
    const ofTeam = async (owner: string) => told((await recent({ owner, limit: "2" }, catalog)).result);
    expect(await ofTeam("payments")).toEqual(["01T11:30 incident", "01T10:30 other"]);
    expect(await ofTeam("ghosts")).toEqual(["01T11:45 start"]);
    expect(await ofTeam("nobody")).toEqual([]);
  });

  it("keeps to kinds, in any case, and to a window", async () => {
    expect(told((await recent({ event: ["START", "stop"] })).result)).toEqual([
      "01T09:40 stop",
      "01T09:10 start",
      "01T09:10 start",
    ]);
    expect(told((await recent({ from: at("09:40"), to: at("11:30") })).result)).toEqual([
      "01T10:30 other",
      "01T09:40 stop",
    ]);
    expect(told((await recent({ to: "2026-05-31T00:00:00Z" })).result)).toEqual([
      "30T08:00 deployment",
      "01T08:00 deployment",
    ]);
    await expect(recent({ from: at("12:00") })).rejects.toThrow(InvalidParametersError);
  });

  it("gives so many, and says that there are more", async () => {
    const few = async (given: Record<string, string>) => {
      const { result, isPartial } = await recent(given);
      return [told(result), isPartial];
    };
    expect(await few({ limit: "1" })).toEqual([["01T11:30 incident"], true]);
    expect(await few({ limit: "1", event: "start" })).toEqual([["01T09:10 start"], true]);
    expect(await few({ limit: "2", event: "start" })).toEqual([["01T09:10 start", "01T09:10 start"], false]);
    expect(await few({ limit: "6" })).toEqual([expect.anything(), false]);
    expect(await few({ limit: "1", owner: "payments" })).toEqual([["01T11:30 incident"], true]);
  });

  it("tells the same as service-events does of each service", async () => {
    const happened = fc.array(
      fc.record({
        service: fc.integer({ min: 1, max: 3 }),
        below: fc.constantFrom("", "/production", "/staging", "/production/1"),
        minute: fc.integer({ min: 10, max: 59 }),
      }),
      { maxLength: 12 },
    );
    const essence = (
      { on, event: kind, environment, resourceName }: TimelineEvent | RecentEvent,
      service: unknown,
    ) => ({
      kind,
      on,
      environment,
      resourceName,
      service,
    });
    const byKind = (a: { kind: string }, b: { kind: string }) => (a.kind < b.kind ? -1 : 1);
    const types = ["Service", "ServiceDeployment", "ServiceInstance"];
    const subjectOf = (service: number, below: string): [string, string] => [
      types[below.split("/").length - 1]!,
      `s${service}${below}`,
    ];
    const owned = [1, 3];
    const structure = [1, 2, 3].flatMap((service) => [
      resource(...subjectOf(service, "")),
      ...["/production", "/staging"].map((below) => resource(...subjectOf(service, below), subjectOf(service, ""))),
      resource(...subjectOf(service, "/production/1"), subjectOf(service, "/production")),
      ...(owned.includes(service)
        ? [reading(subjectOf(service, ""), "ServiceOwnership", refersTo(["Team", "owners"]))]
        : []),
    ]);
    await fc.assert(
      fc.asyncProperty(happened, async (chosen) => {
        const catalog = InMemoryCatalog.of([
          ...structure,
          ...chosen.map(({ service, below, minute }, index) =>
            event(subjectOf(service, below), at(`11:${minute}`), { event: `kind-${index}` }),
          ),
        ]);
        const byService = async (services: readonly number[]) => {
          const of = services.map(async (service) => {
            const given = { service: `s${service}`, health: "false" };
            const { events } = (await runBuiltIn<ServiceEventsResult>(catalog, "service-events", given)).result;
            const it = { id: id("Service", `s${service}`), name: `s${service}` };
            return events.map((each) => essence(each, it));
          });
          return (await Promise.all(of)).flat().toSorted(byKind);
        };
        const sorted = ({ events }: RecentEventsResult) =>
          events.map((each) => essence(each, each.service)).toSorted(byKind);
        const { result } = await recent({ from: "2026-05-25T12:00:00Z" }, catalog);
        expect(sorted(result)).toEqual(await byService([1, 2, 3]));
        expect(result.events.map(({ on }) => on)).toEqual(
          result.events
            .map(({ on }) => on)
            .toSorted()
            .toReversed(),
        );
        expect(sorted((await recent({ owner: "owners" }, catalog)).result)).toEqual(await byService(owned));
      }),
      { numRuns: 50 },
    );
  });

  it("shows an example that is as its schema says", () => {
    expect(faultyExamples("recent-events")).toEqual([]);
  });
});
