import { describe, expect, it } from "@jest/globals";
import { type CollectContext, Collector, defineCollector, optionsOf } from "./collector.js";
import { reading, removal, resource } from "./record-builders.js";

@Collector({ name: "office/printers", schedule: "every 5m", timeout: "10s" })
class PrinterCollector implements Collector {
  async *collect(_context: CollectContext) {
    const printer = resource("Printer", "berlin/2", { parent: resource("Office", "berlin") });
    yield printer;
    yield reading(printer, "Toner", { black: 71 });
  }
}

describe("a collector's options", () => {
  it("are those of its class, by the decorator", () => {
    expect(optionsOf(new PrinterCollector())).toMatchObject({
      name: "office/printers",
      schedule: "every 5m",
      timeout: "10s",
    });
  });

  it("are those of its definition, where there is no class", () => {
    const collector = defineCollector({ name: "a", schedule: "every 1m", async *collect() {} });
    expect(optionsOf(collector)).toMatchObject({ name: "a", schedule: "every 1m" });
  });

  it("give way to what is stated for one instance, and only to that", () => {
    const overrides = { name: "office/printers-2", schedule: undefined };
    expect(optionsOf(new PrinterCollector(), overrides as object)).toMatchObject({
      name: "office/printers-2",
      schedule: "every 5m",
    });
  });

  it("are missed by name", () => {
    class Nameless {
      async *collect() {}
    }
    expect(() => optionsOf(new Nameless())).toThrow(/^Nameless: a collector needs a name and a schedule/);
  });
});

describe("the builders of records", () => {
  it("take a record wherever an address is wanted, and keep no more than the address", () => {
    const office = resource("Office", "berlin", { expiresAfter: "P1D" });
    expect(resource("Printer", "p", { parent: office })).toEqual({
      kind: "resource",
      type: "Printer",
      name: "p",
      parent: { type: "Office", name: "berlin" },
    });
    expect(reading(office, "Rooms", 3, { storageMode: "TIME_SERIES" })).toEqual({
      kind: "reading",
      resource: { type: "Office", name: "berlin" },
      type: "Rooms",
      value: 3,
      storageMode: "TIME_SERIES",
    });
    expect(removal(office)).toEqual({ kind: "removal", resource: { type: "Office", name: "berlin" } });
  });

  it("tell no parent from nothing said about it", () => {
    expect(resource("Office", "berlin", { parent: null })).toHaveProperty("parent", null);
    expect(resource("Office", "berlin")).not.toHaveProperty("parent");
  });
});
