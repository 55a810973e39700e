import { NotFoundError, QueryTimeoutError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import type { CatalogAccess } from "../../catalog/catalog-reader.js";
import { InMemoryCatalog } from "../../in-memory/in-memory-catalog.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import { runBuiltIn } from "../testing/run-built-in.js";
import { at, event, id, SMALL_COMPANY } from "../testing/small-company.js";
import type { ServiceEventsResult } from "./result.js";

const company = InMemoryCatalog.of(SMALL_COMPANY);
const events = (given: Record<string, string | string[]> = {}, catalog = company) =>
  runBuiltIn<ServiceEventsResult>(catalog, "service-events", { service: "orders", ...given });
const told = ({ events }: ServiceEventsResult) => events.map(({ on, event }) => `${on.slice(8, 16)} ${event}`);

describe("service-events", () => {
  it("tells what happened to a service and everything below it, newest first", async () => {
    const { result, isPartial } = await events();
    expect(isPartial).toBe(false);
    expect(result).toMatchObject({
      service: { id: id("Service", "orders"), name: "orders" },
      from: "2026-05-25T12:00:00.000000Z",
      to: "2026-06-01T12:00:00.000000Z",
      bucket: "PT1H",
      counts: { deployment: 1, health: 2, incident: 1, other: 1, start: 2, stop: 1 },
    });
    expect(told(result)).toEqual([
      "01T11:30 incident",
      "01T11:04 health",
      "01T11:02 health",
      "01T10:30 other",
      "01T09:40 stop",
      "01T09:10 start",
      "01T09:10 start",
      "30T08:00 deployment",
    ]);
    expect(result.events[1]).toEqual({
      on: at("11:04"),
      event: "health",
      title: "down → up",
      environment: "production",
      resourceId: id("ServiceInstance", "orders/production/1"),
      resourceType: "ServiceInstance",
      resourceName: "orders/production/1",
      source: "test",
      value: { from: "down", to: "up" },
    });
    expect(result.events[0]).toMatchObject({ title: "Orders are slow", environment: null, resourceType: "Service" });
  });

  it("counts in buckets from the beginning of the window", async () => {
    const { result } = await events({ from: at("09:10"), to: at("11:30"), bucket: "PT1H" });
    expect(result.buckets).toEqual([
      { from: at("09:10"), counts: { start: 2, stop: 1 } },
      { from: at("10:10"), counts: { health: 2, other: 1 } },
    ]);
    expect(told(result)).toHaveLength(6);
  });

  it("begins a window of no given beginning at a whole bucket", async () => {
    const { result } = await events({ to: at("11:07"), bucket: "PT6H" });
    expect(result).toMatchObject({ from: "2026-05-25T06:00:00.000000Z", to: at("11:07") });
    expect(result.buckets.map(({ from }) => from.slice(5, 16))).toEqual(["05-30T06:00", "06-01T06:00"]);
  });

  it("keeps to kinds and to an environment", async () => {
    expect(told((await events({ event: ["start", "STOP"] })).result)).toEqual([
      "01T09:40 stop",
      "01T09:10 start",
      "01T09:10 start",
    ]);
    expect((await events({ environment: "staging" })).result.counts).toEqual({ other: 1 });
    expect((await events({ health: "false" })).result.counts).not.toHaveProperty("health");
    expect((await events({ service: "warehouse" })).result).toMatchObject({ counts: {}, buckets: [], events: [] });
  });

  it("gives so many events, counts all, and says that there are more", async () => {
    const { result, isPartial } = await events({ limit: "1" });
    expect([told(result), result.counts["start"], isPartial]).toEqual([["01T11:30 incident"], 2, true]);
  });

  it("leaves a long value out", async () => {
    const long = { event: "deployment", version: "9", notes: "x".repeat(9_000) };
    const catalog = InMemoryCatalog.of([...SMALL_COMPANY, event(["Service", "orders"], at("11:45"), long)]);
    expect((await events({ event: "deployment" }, catalog)).result.events[0]).toMatchObject({
      title: "9",
      value: null,
    });
  });

  it("tells the rest when there are too many samples to be read in time", async () => {
    const slow: CatalogAccess = {
      read: (signal, use) =>
        company.read(signal, (reader) => {
          const seriesChanges = () => Promise.reject(new QueryTimeoutError("too long"));
          return use(
            new Proxy(reader, {
              get: (target, name) => (name === "seriesChanges" ? seriesChanges : Reflect.get(target, name)),
            }),
          );
        }),
    };
    const { result, isPartial } = await runBuiltIn<ServiceEventsResult>(slow, "service-events", { service: "orders" });
    expect([result.counts, isPartial]).toEqual([{ deployment: 1, incident: 1, other: 1, start: 2, stop: 1 }, true]);
  });

  it("refuses an empty window, too many buckets, and a service that is not there", async () => {
    await expect(events({ from: at("12:00"), to: at("12:00") })).rejects.toThrow(InvalidParametersError);
    await expect(events({ bucket: "PT1S" })).rejects.toThrow("bucket must be longer");
    await expect(events({ service: "legacy" })).rejects.toThrow(NotFoundError);
  });
});
