import { MIGRATIONS } from "@binnacle/migrations";
import type { Database } from "./database.js";

const UNDEFINED_TABLE = "42P01";

/** The names of the migrations that the database has not had yet; a newer database has had them all. */
export async function listPendingMigrations(database: Database): Promise<string[]> {
  const known = MIGRATIONS.map((migration) => migration.name);
  try {
    const rows = await database.query<{ name: string }>({ text: "SELECT name FROM migration" });
    const done = new Set(rows.map(({ name }) => name));
    return known.filter((name) => !done.has(name));
  } catch (error) {
    if ((error as { code?: unknown }).code === UNDEFINED_TABLE) return known;
    throw error;
  }
}
