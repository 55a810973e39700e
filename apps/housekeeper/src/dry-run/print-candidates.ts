import { addMicros } from "@binnacle/contract";
import { Housekeeper, type Candidate, type HousekeepingPolicy } from "@binnacle/housekeeping";
import { createDataSource, PostgresHousekeepingStore } from "@binnacle/store";

/** Where the lines go: what would go, and what there is to say about it. */
export interface DryRunOutput {
  out(line: string): void;
  err(line: string): void;
}

const CONSOLE: DryRunOutput = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
};

const NO_LOGGER = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Prints what the rules would remove now, and why; changes nothing, whoever is the housekeeper. Gives the exit code. */
export async function printCandidates(
  policy: HousekeepingPolicy,
  url: string,
  format: "table" | "ndjson",
  output: DryRunOutput = CONSOLE,
): Promise<number> {
  const dataSource = createDataSource({ url, applicationName: "binnacle-housekeeper-dry-run", poolSize: 2 });
  const store = await PostgresHousekeepingStore.openToLook(dataSource);
  try {
    await print(policy, store, format, output);
    return 0;
  } finally {
    await store.close();
    await dataSource.destroy();
  }
}

async function print(
  policy: HousekeepingPolicy,
  store: PostgresHousekeepingStore,
  format: "table" | "ndjson",
  { out, err }: DryRunOutput,
): Promise<void> {
  const housekeeper = new Housekeeper({ store, policy, logger: NO_LOGGER });
  const seen = await housekeeper.horizon();
  if (seen === undefined) err("No probe has come through the queue yet; this is what would go if one had now.");
  const horizon = seen ?? addMicros(await store.now(), -policy.probe.margin * 1000);
  const view = { horizon, distrusted: await store.distrustedSources() };
  if (view.distrusted.length > 0) err(`Nothing goes of ${view.distrusted.join(", ")}: the last run was not ok.`);
  // More than one rule may name the same Resource.
  const going = new Set<string>();
  for (const rule of policy.rules) {
    for (const group of await store.rehearse(rule, view)) {
      const held = housekeeper.heldBecause(rule, group);
      if (held !== undefined) err(`${rule.name}: would be held for approval, since ${held}.`);
      for (const candidate of group.candidates) {
        out(format === "ndjson" ? asJson(rule.name, candidate) : asRow(rule.name, candidate));
        going.add(candidate.id);
      }
    }
  }
  err(`${going.size} Resources would go, by what had come through the queue at ${horizon}.`);
}

function asJson(rule: string, { id, type, name, removedOn, dueOn, reason }: Candidate): string {
  return JSON.stringify({ rule, id, type, name, removedOn, dueOn, reason });
}

/** A name is anything but control characters, so the columns are parted by tabs. */
function asRow(rule: string, { type, name, removedOn, reason }: Candidate): string {
  return [rule, type, name, removedOn, reason].join("\t");
}
