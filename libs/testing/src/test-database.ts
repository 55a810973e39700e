import { randomBytes } from "node:crypto";
import pg from "pg";
import { useTestStack } from "./test-stack.js";

const TEMPLATE = "binnacle_template";

/** A database that nobody else uses. */
export interface TestDatabase {
  url: string;
  /** Removes it. Throws, after having done so, when connections were left open: a leak in what was tested. */
  drop(): Promise<void>;
}

/** Creates a database on the run's shared server: with the schema of all migrations, or empty. */
export async function createTestDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const { url } = await useTestStack("postgres");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await withClient(url, async (client) => {
    if (options.migrated === false) await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    else {
      await ensureTemplate(client, url);
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    }
  });
  return { url: withDatabase(url, name), drop: () => dropDatabase(url, name) };
}

/** The first worker that comes migrates; the others wait for it at the lock, which PostgreSQL frees if that one dies. */
async function ensureTemplate(client: pg.Client, url: string): Promise<void> {
  const exists = async (): Promise<boolean> =>
    (await client.query("SELECT FROM pg_database WHERE datname = $1", [TEMPLATE])).rowCount === 1;
  if (await exists()) return;
  await client.query("SELECT pg_advisory_lock(hashtext($1))", [TEMPLATE]);
  try {
    if (await exists()) return;
    const making = `${TEMPLATE}_new`;
    await client.query(`DROP DATABASE IF EXISTS ${making} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${making} TEMPLATE template0`);
    // Once a run: all others are spared the loading of the store.
    const { migrate } = await import("@binnacle/store");
    await migrate(withDatabase(url, making));
    await client.query(`ALTER DATABASE ${making} RENAME TO ${TEMPLATE}`);
  } finally {
    await client.query("SELECT pg_advisory_unlock(hashtext($1))", [TEMPLATE]);
  }
}

async function dropDatabase(url: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    const leaked = await openSessions(client, name);
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    if (leaked.length > 0) {
      throw new Error(
        `${leaked.length} connection(s) to ${name} were left open; last statements: ${leaked.join(" | ")}`,
      );
    }
  });
}

/** A session ends a moment after its client has said goodbye, so those that are ending are given a second. */
async function openSessions(client: pg.Client, name: string): Promise<string[]> {
  for (let attempt = 0; ; attempt++) {
    const { rows } = await client.query<{ query: string }>(
      "SELECT left(query, 200) AS query FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'",
      [name],
    );
    if (rows.length === 0 || attempt === 20) return rows.map((row) => row.query);
    await client.query("SELECT pg_sleep(0.05)");
  }
}

async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
