import { readFileSync } from "node:fs";
import fastify from "fastify";
import pg from "pg";
import type { SentStatement } from "./recording-proxy.js";

/** Where the statements of every request stand, as JSON: `{name: [[statement, …] of a request, …]}`. */
const FILE = process.env["BARE_STATEMENTS"]!;
const CONNECTIONS = 8;

/**
 * The floor: no framework but Fastify, nothing checked, no headers of its own. Runs the recorded statements of a request over one pool, prepared
 * where the provider prepares them, and answers the rows of all.
 */
const requests = JSON.parse(readFileSync(FILE, "utf8")) as Record<string, SentStatement[][]>;
const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: CONNECTIONS });
const app = fastify();

const config = ({ name, text, values }: SentStatement): pg.QueryConfig =>
  values === undefined ? { text } : { ...(name && { name }), text, values };

app.get<{ Params: { name: string; number: string } }>("/:name/:number", async ({ params }, reply) => {
  const statements = requests[params.name]![Number(params.number)]!;
  const isAlone = statements.length === 1;
  const client = isAlone ? pool : await pool.connect();
  const rows: unknown[] = [];
  try {
    for (const statement of statements) rows.push(...((await client.query(config(statement))).rows ?? []));
  } finally {
    if (!isAlone) (client as pg.PoolClient).release();
  }
  return reply.type("application/json").send(JSON.stringify({ items: rows }));
});

const url = await app.listen({ host: "127.0.0.1", port: 0 });
process.send!({ url });
