import { type DocumentFields, textOf } from "../../documents/document-fields.js";
import type { LockedPackage, Scope } from "./lockfile.js";

/** The package of an entry with its `name` and `version`; none where one of them is missing. */
export function pythonPackage(
  entry: DocumentFields,
  { origin, commit }: Pick<LockedPackage, "origin" | "commit">,
  isDirect: boolean,
  scope: Scope,
): LockedPackage | undefined {
  const name = textOf(entry["name"]);
  const version = textOf(entry["version"]);
  if (name === undefined || version === undefined) return undefined;
  return { coordinates: { type: "pypi", name, version }, isDirect, scope, origin, commit };
}
