import { foresee, type Candidate, type HousekeepingPolicy } from "@binnacle/housekeeping";
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
  const { horizon, isProbed, distrusted, removals } = await foresee(store, policy);
  if (!isProbed) err("No probe has come through the queue yet; this is what would go if one had now.");
  if (distrusted.length > 0) err(`Nothing goes of ${distrusted.join(", ")}: the last run was not ok.`);
  // More than one rule may name the same Resource.
  const going = new Set<string>();
  for (const { rule, heldBecause, candidates } of removals) {
    if (heldBecause !== undefined) err(`${rule.name}: would be held for approval, since ${heldBecause}.`);
    for (const candidate of candidates) {
      out(format === "ndjson" ? asJson(rule.name, candidate) : asRow(rule.name, candidate));
      going.add(candidate.id);
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
