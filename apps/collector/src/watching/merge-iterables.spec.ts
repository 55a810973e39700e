import { describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { mergeIterables } from "./merge-iterables.js";

describe(mergeIterables.name, () => {
  it("yields what comes, whoever it comes from", async () => {
    expect(await all(mergeIterables([after(20, "late"), after(1, "early"), after(10)]))).toEqual(["early", "late"]);
    expect(await all(mergeIterables([]))).toEqual([]);
  });

  it("leaves nothing behind that fails unheard when it is left", async () => {
    async function* failing(): AsyncGenerator<string> {
      yield "one";
      throw new Error("unheard");
    }
    for await (const value of mergeIterables([failing()])) {
      expect(value).toBe("one");
      break;
    }
    // A rejection that nobody hears would end the process here.
    await sleep(5);
  });

  it("ends at the first error, and does not wait for the others", async () => {
    async function* failing(): AsyncGenerator<string> {
      yield "one";
      throw new Error("broken");
    }
    const { promise: never } = Promise.withResolvers<void>();
    async function* waiting(): AsyncGenerator<string> {
      await never;
      yield "two";
    }
    const seen: string[] = [];
    const merged = (async () => {
      for await (const value of mergeIterables([waiting(), failing()])) seen.push(value);
    })();
    await expect(merged).rejects.toThrow("broken");
    expect(seen).toEqual(["one"]);
  });
});

async function* after(milliseconds: number, ...values: string[]): AsyncGenerator<string> {
  await sleep(milliseconds);
  yield* values;
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  return Array.fromAsync(values);
}
