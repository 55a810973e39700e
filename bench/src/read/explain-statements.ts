import type { DataSource } from "typeorm";
import type { SentStatement } from "./recording-proxy.js";

/** What PostgreSQL does for a statement, in short. */
export interface StatementPlan {
  statement: string;
  /** What is done besides scanning, from the top, each kind once. */
  nodes: string[];
  /** Indexes and tables that are scanned, with how often. */
  scans: { target: string; loops: number }[];
  rows: number;
  /** Pages of 8 KiB that were looked at, again and again counted each time. */
  buffers: number;
}

interface PlanNode {
  "Node Type": string;
  "Index Name"?: string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: PlanNode[];
}

const WORDS_OF_ITS_OWN = /^[a-z][a-z.-]*[a-z]$/;
/** Nodes that do nothing but pass rows on. */
const PASSING =
  /^(?:Result|Limit|Subquery Scan|CTE Scan|WorkTable Scan|Function Scan|ProjectSet|Append|Gather.*|Values Scan)$/;

/** Runs recorded statements once more, of each the first time that it was sent; those that set something are left out. */
export async function explainStatements(
  dataSource: DataSource,
  statements: readonly SentStatement[],
): Promise<StatementPlan[]> {
  const texts = new Set<string>();
  const plans: StatementPlan[] = [];
  for (const { text, name = "", values } of statements) {
    if (values === undefined || texts.has(text)) continue;
    texts.add(text);
    const [row] = await dataSource.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values);
    const root = (row["QUERY PLAN"] as [{ Plan: PlanNode }])[0].Plan;
    const statement = WORDS_OF_ITS_OWN.test(name) ? name : tablesOf(text);
    plans.push({
      statement,
      nodes: [...new Set(nodesOf(root))],
      scans: scansOf(root),
      rows: root["Actual Rows"] * root["Actual Loops"],
      buffers: root["Shared Hit Blocks"] + root["Shared Read Blocks"],
    });
  }
  return plans;
}

/** A statement without a name, by what it reads. */
function tablesOf(text: string): string {
  return `of ${[...new Set([...text.matchAll(/\b(?:FROM|JOIN) ([a-z_]+)/g)].map(([, table]) => table))].join(", ")}`;
}

/** Those that were executed. */
function* executed(node: PlanNode): Generator<PlanNode> {
  if (node["Actual Loops"] === 0) return;
  yield node;
  for (const child of node.Plans ?? []) yield* executed(child);
}

function nodesOf(root: PlanNode): string[] {
  return [...executed(root)]
    .filter((node) => targetOf(node) === undefined && !PASSING.test(node["Node Type"]))
    .map((node) => node["Node Type"]);
}

function scansOf(root: PlanNode): StatementPlan["scans"] {
  const loops = new Map<string, number>();
  for (const node of executed(root)) {
    const target = targetOf(node);
    if (target !== undefined) loops.set(target, (loops.get(target) ?? 0) + node["Actual Loops"]);
  }
  return [...loops].map(([target, count]) => ({ target, loops: count }));
}

function targetOf(node: PlanNode): string | undefined {
  const index = node["Index Name"];
  if (index !== undefined) return node["Node Type"].startsWith("Bitmap") ? `${index} (bitmap)` : index;
  return node["Node Type"] === "Seq Scan" ? `all of ${node["Relation Name"]}` : undefined;
}
