import { resourceId } from "@binnacle/contract";
import type { CatalogReading } from "../../catalog/catalog-items.js";
import type { CatalogReader } from "../../catalog/catalog-reader.js";
import { objectSchema } from "../result-schema.js";
import { fieldsOf, referencedNames, textsIn } from "./fields.js";

export interface OwningTeam {
  name: string;
  /** There is a Resource of it. */
  isKnown: boolean;
}

/** Who owns a service. */
export interface Owner {
  teams: OwningTeam[];
  users: string[];
}

export const OWNER_SCHEMA = objectSchema({
  teams: {
    type: "array",
    items: objectSchema({
      name: { type: "string" },
      isKnown: { type: "boolean", description: "There is a Resource of the team in the catalog." },
    }),
  },
  users: { type: "array", items: { type: "string" } },
});

/** Reads `ServiceOwnership` readings by Resource: the Teams that they refer to, and `users`. Who has no owner is left out. */
export async function readOwners(
  catalog: CatalogReader,
  readings: readonly CatalogReading[],
): Promise<Map<string, Owner>> {
  const stated = readings.map(({ resourceId: of, value }) => ({
    of,
    teams: referencedNames(value, "Team"),
    users: textsIn(fieldsOf(value), "users"),
  }));
  const ids = new Set(stated.flatMap(({ teams }) => teams.map((name) => resourceId("Team", name))));
  const known = new Set((await catalog.resources([...ids])).map(({ name }) => name));
  const owned = stated.filter(({ teams, users }) => teams.length + users.length > 0);
  return new Map(
    owned.map(({ of, teams, users }) => [
      of,
      { teams: teams.map((name) => ({ name, isKnown: known.has(name) })), users },
    ]),
  );
}
