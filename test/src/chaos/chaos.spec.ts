import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ChaosStack } from "./chaos-stack.js";
import { CRASH_POINTS } from "./crash-points.js";
import { endure, type Fault } from "./endure.js";
import { breakQueue } from "./faults/break-queue.js";
import { collide } from "./faults/collide.js";
import { crashAtPoints } from "./faults/crash-at-points.js";
import { cutConnections } from "./faults/cut-connections.js";
import { outlastReceives } from "./faults/outlast-receives.js";
import { stopPostgres } from "./faults/stop-postgres.js";
import { ordealTable } from "./ordeal-table.js";

const SEED = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);

/** Some of them, those that few batches come to, and the one at which all is stored and nothing deleted. `npm run chaos` has all. */
const SOME_POINTS = CRASH_POINTS.filter(
  (point, index) => index % 6 === 2 || /^before (make|settle)|^after COMMIT/.test(point),
);

const FAULTS: Fault[] = [
  crashAtPoints(1, SOME_POINTS),
  stopPostgres(1),
  cutConnections(6),
  collide(1),
  breakQueue({ times: 5, stalls: 0, visibilitySeconds: 2 }),
  outlastReceives({ maxReceives: 4, visibilitySeconds: 2 }),
];

describe(`sinks under faults (seed ${SEED})`, () => {
  let stack: ChaosStack;

  beforeAll(async () => {
    stack = await ChaosStack.start({ seed: SEED, sinks: 2 });
  });

  afterAll(() => stack.stop());

  it.each(FAULTS)(
    "recover by themselves and lose nothing: $name",
    async (fault) => {
      const ordeal = await endure(stack, fault);
      expect(ordeal.findings).toEqual([]);
      expect(ordealTable([ordeal])).toContain("yes");
    },
    120_000,
  );
});
