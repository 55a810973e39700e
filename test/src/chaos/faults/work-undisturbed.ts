import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../endure.js";

/** No fault: publishes until so many records have gone through the run. */
export function workUndisturbed(records: number): Fault {
  return {
    name: "no fault",
    inject: async ({ workload }) => {
      while (workload.records < records) await sleep(100);
      return [];
    },
  };
}
