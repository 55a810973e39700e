import "reflect-metadata";
import { Calculation, CalculationRegistry, InMemoryCatalog, type CalculationContext } from "@binnacle/calculation";
import { parseJson } from "@binnacle/contract";
import { NotFoundError, QueryTimeoutError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { InvalidParameterError } from "../request-errors.js";
import { CalculationService } from "./calculation-service.js";

class NoParameters {}

const service = (compute: (context: CalculationContext) => Promise<unknown>, timeLimitMs?: number) => {
  @Calculation({ name: "it", description: "It.", parameters: NoParameters, result: {}, freshFor: "PT10S" })
  class It implements Calculation<NoParameters> {
    compute(_none: NoParameters, context: CalculationContext): Promise<unknown> {
      return compute(context);
    }
  }
  let now = 0;
  const access = InMemoryCatalog.of([{ kind: "resource", type: "Service", name: "orders" }]);
  const calculations = new CalculationService(new CalculationRegistry([new It()]), access, {
    clock: () => now,
    ...(timeLimitMs !== undefined && { timeLimitMs }),
  });
  return { calculations, pass: (millis: number) => (now += millis) };
};

const anyone = () => new AbortController().signal;

describe(CalculationService.name, () => {
  it("prints a result once, with the digits that it has, and tells how long it is fresh", async () => {
    const { calculations, pass } = service(async () => ({ long: parseJson("9007199254740993"), none: undefined }));
    const answer = await calculations.compute("it", {}, anyone());
    expect(answer.json.toString()).toMatch(
      /^\{"name":"it","computedOn":"[^"]+Z","freshFor":"PT10S","isPartial":false,"result":\{"long":9007199254740993\}\}$/,
    );
    pass(2_500);
    expect(calculations.freshForMillis(answer)).toBe(7_500);
    expect(await calculations.compute("it", {}, anyone())).toBe(answer);
    pass(7_500);
    const next = await calculations.compute("it", {}, anyone());
    expect(next).not.toBe(answer);
    expect(next.etag).toBe(answer.etag);
  });

  it("tags results that differ, or are not whole, differently", async () => {
    const results = [1, 2, { result: 1, isPartial: true }];
    const tags = new Set<string>();
    for (const each of results) {
      const { calculations } = service(async () => each);
      tags.add((await calculations.compute("it", {}, anyone())).etag);
    }
    expect(tags.size).toBe(3);
  });

  it("ends a calculation that takes longer than it may", async () => {
    const { calculations } = service(async ({ catalog, signal }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return catalog.resources([]);
    }, 20);
    await expect(calculations.compute("it", {}, anyone())).rejects.toThrow(QueryTimeoutError);
  });

  it("refuses what is no calculation, and parameters that it does not have", async () => {
    const { calculations } = service(async () => 1);
    await expect(calculations.compute("other", {}, anyone())).rejects.toThrow(NotFoundError);
    await expect(calculations.compute("it", { a: "1" }, anyone())).rejects.toThrow(InvalidParameterError);
  });
});
