import { ConfigurationError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { CalculationRegistry } from "../calculation-registry.js";
import { InMemoryCatalog } from "../in-memory/in-memory-catalog.js";
import { runCalculation } from "../run-calculation.js";
import { loadPlugins } from "./load-plugins.js";

const FIXTURES = `${import.meta.dirname}/fixtures`;

describe(loadPlugins.name, () => {
  it("makes an instance of every calculation class that a module exports, once", async () => {
    const registry = new CalculationRegistry(await loadPlugins(["./two-calculations.mjs"], FIXTURES));
    expect(registry.list().map(({ name }) => name)).toEqual(["one", "two"]);
    const run = (name: string) =>
      runCalculation(
        registry.get(name),
        {},
        { access: InMemoryCatalog.of([]), signal: new AbortController().signal, now: "2026-01-01T00:00:00.000000Z" },
      );
    expect(await run("one")).toEqual({ computedOn: "2026-01-01T00:00:00.000000Z", isPartial: false, result: 1 });
    expect(await run("two")).toMatchObject({ isPartial: true, result: 2 });
  });

  it("names every module that cannot be imported, and every one without a calculation", async () => {
    const loading = loadPlugins(["./none.mjs", `${FIXTURES}/broken.mjs`, "@binnacle/no-such-package"], FIXTURES);
    const error = await loading.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).faults).toEqual([
      "./none.mjs exports no class that is decorated with @Calculation",
      `${FIXTURES}/broken.mjs cannot be loaded: it does not start`,
      expect.stringMatching(/^@binnacle\/no-such-package cannot be loaded: .*no-such-package/),
    ]);
  });

  it("lets no two calculations have one name", async () => {
    const twice = [
      ...(await loadPlugins(["./two-calculations.mjs"], FIXTURES)),
      ...(await loadPlugins(["./two-calculations.mjs"], FIXTURES)),
    ];
    expect(() => new CalculationRegistry(twice)).toThrow("calculation One has the name one, which One has already");
  });
});
