import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { Pool } from "undici";
import { printTable } from "../figures.js";
import { explainStatements, type StatementPlan } from "./explain-statements.js";
import { INDEX_PURPOSES } from "./index-purposes.js";
import { forgetIndexUses, readIndexUses } from "./index-uses.js";
import { answer } from "./load.js";
import type { Servers } from "./with-servers.js";

/** Sessions of the provider tell of what they did when they have been idle for a while. */
const TOLD_MS = 12_000;

/** What PostgreSQL makes of every statement of the battery, and what each index of the schema is for, as Markdown. */
export async function printPlans(dataSource: DataSource, { provider, recorded, entries }: Servers): Promise<void> {
  await forgetIndexUses(dataSource);
  const plans: (StatementPlan & { entry: string })[] = [];
  const pool = new Pool(provider.url);
  try {
    for (const { name: entry, request } of entries) {
      const sent = recorded.get(entry);
      if (sent) plans.push(...(await explainStatements(dataSource, sent[0]!)).map((plan) => ({ entry, ...plan })));
      else await answer(pool, request(0)!);
    }
  } finally {
    await pool.close();
  }
  printStatements(plans);
  await sleep(TOLD_MS);
  await printIndexes(dataSource, plans);
}

function printStatements(plans: readonly (StatementPlan & { entry: string })[]): void {
  console.log("\n## Statements\n");
  const told = new Set<string>();
  const rows = plans.flatMap(({ entry, statement, nodes, scans, rows: count, buffers }) => {
    const scanned = scans
      .map(({ target, loops }) => (loops === 1 ? target : `${target} ×${grouped(loops)}`))
      .join(", ");
    const row = [statement, scanned || "-", nodes.join(", ") || "-", grouped(count), grouped(buffers)];
    const isTold = told.has(row.join(" "));
    told.add(row.join(" "));
    return isTold ? [] : [[entry, ...row]];
  });
  printTable(["asked for", "statement", "scanned", "and then", "rows", "buffers"], rows);
}

async function printIndexes(
  dataSource: DataSource,
  plans: readonly (StatementPlan & { entry: string })[],
): Promise<void> {
  const users = new Map<string, Set<string>>();
  for (const { entry, scans } of plans) {
    for (const { target } of scans) {
      const name = nameOfWhole(target.replace(" (bitmap)", ""));
      users.set(name, (users.get(name) ?? new Set()).add(entry));
    }
  }
  console.log("\n## Indexes\n");
  printTable(
    ["table", "index", "size", "read for", "otherwise for", "scans"],
    (await readIndexUses(dataSource)).map(({ table, name, scans, bytes }) => {
      const readFor = [...(users.get(name) ?? [])];
      const purpose = INDEX_PURPOSES[name];
      return [
        table,
        `\`${name}\``,
        bytes,
        some(readFor),
        purpose ?? (readFor.length === 0 ? "**nothing known**" : "-"),
        scans === 0 ? "none" : grouped(scans),
      ];
    }),
  );
}

/** Months of the series have indexes of their own, which the server names after it and their columns. */
function nameOfWhole(index: string): string {
  return index.replace(/^series_(?:\d{4}_\d{2}|older)_/, "series_").replace("series_collected_on_idx", "series_events");
}

const SHOWN = 3;

function some(names: readonly string[]): string {
  if (names.length === 0) return "-";
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join("; ") + (more > 0 ? `; ${more} more` : "");
}

function grouped(count: number): string {
  return Math.round(count).toLocaleString("en");
}
