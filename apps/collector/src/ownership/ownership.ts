import type { CatalogInfo } from "./catalog-info.js";
import { CODEOWNERS_PATHS, readCodeowners } from "./codeowners.js";

/** Who owns the service, and which file says so. */
export interface Ownership {
  from: string;
  /** Names of Teams. */
  teams: string[];
  users: string[];
}

/** catalog-info.yaml states who owns the service; CODEOWNERS only says who reviews its changes, so it counts where the first is silent. */
export function ownershipOf(
  files: ReadonlyMap<string, string>,
  catalogInfo: { path: string; content: CatalogInfo } | undefined,
): Ownership | undefined {
  const owner = catalogInfo?.content.owner;
  if (catalogInfo !== undefined && owner !== undefined) {
    const { kind, name } = owner;
    return { from: catalogInfo.path, teams: kind === "team" ? [name] : [], users: kind === "user" ? [name] : [] };
  }
  const from = CODEOWNERS_PATHS.find((path) => files.has(path));
  if (from === undefined) return undefined;
  const owners = readCodeowners(files.get(from) ?? "");
  return owners.teams.length + owners.users.length > 0 ? { from, ...owners } : undefined;
}
