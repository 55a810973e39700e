import type { NpmLockEntry, NpmPackages } from "./npm-lockfile-format.js";

const NEEDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;

/** The paths of the entries that the project's own packages ask for by name: those of the root and of its workspace. */
export function directPackagesOf(packages: NpmPackages): Set<string> {
  const direct = new Set<string>();
  for (const [path, entry] of Object.entries(packages)) {
    if (path.includes("node_modules/")) continue;
    for (const name of needsOf(entry)) {
      const resolved = resolve(packages, path, name);
      if (resolved !== undefined) direct.add(resolved);
    }
  }
  return direct;
}

function needsOf(entry: NpmLockEntry): string[] {
  return NEEDS.flatMap((field) => {
    const needs = entry[field];
    return typeof needs === "object" && needs !== null ? Object.keys(needs) : [];
  });
}

/** As Node.js does: the nearest `node_modules` on the way up that holds the name. */
function resolve(packages: NpmPackages, from: string, name: string): string | undefined {
  const segments = from === "" ? [] : from.split("/");
  for (let depth = segments.length; depth >= 0; depth--) {
    const candidate = [...segments.slice(0, depth), "node_modules", name].join("/");
    if (Object.hasOwn(packages, candidate)) return candidate;
  }
  return undefined;
}
