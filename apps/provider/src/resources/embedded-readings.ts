import { readSnapshots, type Database } from "@binnacle/store";
import { readingJson } from "../readings/reading-json.js";

/** Which snapshots are embedded in a Resource: none, those of some types, or all. */
export type ReadingSelection = undefined | "*" | readonly string[];

/**
 * For each Resource the JSON text of its snapshots by reading type, those that are there; `undefined` where none are asked for.
 * One statement for all of them.
 */
export async function readEmbedded(
  database: Database,
  resources: readonly { id: string }[],
  selection: ReadingSelection,
): Promise<(string | undefined)[]> {
  if (selection === undefined) return resources.map(() => undefined);
  const resourceIds = resources.map(({ id }) => id);
  const snapshots = await readSnapshots(database, {
    resourceIds,
    types: selection === "*" ? undefined : selection,
  });
  const members = new Map<string, string[]>();
  for (const snapshot of snapshots) {
    const member = `${JSON.stringify(snapshot.type)}:${readingJson(snapshot)}`;
    const known = members.get(snapshot.resourceId);
    if (known) known.push(member);
    else members.set(snapshot.resourceId, [member]);
  }
  return resourceIds.map((id) => `{${members.get(id)?.join(",") ?? ""}}`);
}
