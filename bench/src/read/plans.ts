import type { DataSource } from "typeorm";
import type { SentStatement } from "./recording-proxy.js";

/** What the planner makes of recorded statements, of each the first time that it was sent; those that set something are left out. */
export async function explain(dataSource: DataSource, statements: readonly SentStatement[]): Promise<string[]> {
  const texts = new Set<string>();
  const plans: string[] = [];
  for (const { text, values } of statements) {
    if (values === undefined || texts.has(text)) continue;
    texts.add(text);
    const rows: { "QUERY PLAN": string }[] = await dataSource.query(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, values);
    plans.push(`${text.trim()}\n\n${rows.map((row) => row["QUERY PLAN"]).join("\n")}`);
  }
  return plans;
}
