import { Housekeeper, readPolicy } from "@binnacle/housekeeping";
import { createDataSource, PostgresHousekeepingStore } from "@binnacle/store";
import type { HousekeeperReport } from "./bench-housekeeping.js";

/** The housekeeper's work in a process of its own: applies the rule, then erases what nobody can see any more. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const dataSource = createDataSource({
  url: process.env["DATABASE_URL"]!,
  applicationName: "bench-housekeeper",
  poolSize: 3,
});
const load = process.env["LOAD"];
const policy = readPolicy(
  {
    ...(load !== undefined && { load: Number(load) }),
    guard: { share: 1 },
    probe: { every: "1m", margin: "0s" },
    undoFor: "1s",
    rules: [
      {
        name: "silent-images",
        type: "ContainerImage",
        createdBefore: "2d",
        withoutReading: { types: ["Placement"], for: "7d" },
      },
    ],
  },
  "bench",
);
const store = (await PostgresHousekeepingStore.open(dataSource, { load: policy.load }))!;
const report: HousekeeperReport = { removed: 0, removingMs: 0, erasingMs: 0, erased: {} };
const housekeeper = new Housekeeper({
  store,
  policy,
  logger: SILENT,
  onRemoved: (_rule, count) => (report.removed += count),
  onErased: (erased) => (report.erased = { ...erased }),
});
const removingAt = performance.now();
await housekeeper.applyRules();
report.removingMs = performance.now() - removingAt;
// As if the time had passed in which it can be undone.
await dataSource.query("UPDATE housekeeping_run SET undoable_until = undoable_until - interval '1 day'");
const erasingAt = performance.now();
await housekeeper.erase();
report.erasingMs = performance.now() - erasingAt;
await store.close();
await dataSource.destroy();
process.send!(report);
process.disconnect();
