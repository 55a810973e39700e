import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { ownTurn } from "./own-turn.js";

describe(ownTurn, () => {
  it("gives turns in the order in which they were asked for, one to each", async () => {
    const log: string[] = [];
    const work = async (name: string): Promise<void> => {
      for (let step = 1; step <= 2; step++) {
        await ownTurn();
        log.push(`${name}${step}`);
      }
    };
    const done = Promise.all([work("a"), work("b")]);
    for (let turn = 1; turn <= 4; turn++) {
      await nextTurn();
      log.push(`turn ${turn}`);
    }
    await done;
    expect(log).toEqual(["a1", "turn 1", "b1", "turn 2", "a2", "turn 3", "b2", "turn 4"]);
  });
});
