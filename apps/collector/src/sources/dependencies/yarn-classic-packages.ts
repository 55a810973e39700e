import { npmPackage } from "@binnacle/contract";
import { textOf } from "../../documents/document-fields.js";
import { type LockedPackage, type Lockfile, LockfileError, type Scope } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";
import { needsOfNpmManifest } from "./npm-manifest.js";
import { type Need, strongestNeeds } from "./strongest-needs.js";
import { parseYarnClassic, type YarnEntry } from "./yarn-classic-format.js";

/** Reads a yarn.lock of Yarn 1, which does not tell what the project itself asks for: its `package.json` does. */
export function readYarnClassic(text: string, manifest?: string): Lockfile {
  const entries = parseYarnClassic(text);
  // A project without dependencies has a file of comments alone.
  const version = /^# yarn lockfile v(\d+)/m.exec(text)?.[1];
  if (version === undefined && !entries.some(({ fields }) => fields.has("version"))) {
    throw new LockfileError("it is not a lock file of Yarn: write it anew with `yarn install`");
  }
  const byDescriptor = new Map(entries.flatMap((entry) => entry.descriptors.map((descriptor) => [descriptor, entry])));
  const keys = new Map(entries.map((entry) => [entry, entry.descriptors.join(",")]));
  const byKey = new Map(entries.map((entry) => [keys.get(entry) as string, entry]));
  const keyOf = (name: string, range: string): string | undefined => {
    const entry = byDescriptor.get(`${name}@${range}`);
    return entry && keys.get(entry);
  };
  const roots: Need[] = needsOfNpmManifest(manifest).flatMap(({ name, range, scope }) => {
    const key = keyOf(name, range);
    return key === undefined ? [] : [[key, scope]];
  });
  const needs = strongestNeeds(roots, (key) => needsOf(byKey.get(key), keyOf));
  const direct = new Set(roots.map(([key]) => key));
  const locked: LockedPackage[] = [];
  const unversioned: string[] = [];
  for (const [key, entry] of byKey) {
    if (entry.descriptors.some((descriptor) => /^.[^@]*@link:/.test(descriptor))) continue;
    const found = lockedPackage(entry, direct.has(key), needs.get(key) ?? "production");
    if (found === undefined) unversioned.push(key);
    else locked.push(found);
  }
  return { lockfileVersion: Number(version ?? 1), packages: mergePackages(locked), unversioned };
}

function* needsOf(
  entry: YarnEntry | undefined,
  keyOf: (name: string, range: string) => string | undefined,
): Generator<Need> {
  for (const [field, scope] of [
    ["dependencies", "production"],
    ["optionalDependencies", "optional"],
  ] as const) {
    for (const [name, range] of entry?.needs.get(field) ?? []) {
      const key = keyOf(name, range);
      if (key !== undefined) yield [key, scope];
    }
  }
}

function lockedPackage({ descriptors, fields }: YarnEntry, isDirect: boolean, scope: Scope): LockedPackage | undefined {
  const [descriptor = ""] = descriptors;
  const at = descriptor.indexOf("@", 1);
  const range = descriptor.slice(at + 1);
  // `old-lodash@npm:lodash@^3.10.1` is an alias.
  const alias = /^npm:(.[^@]*)/.exec(range)?.[1];
  const name = alias ?? descriptor.slice(0, Math.max(at, 0));
  const version = fields.get("version") ?? "";
  if (npmPackage(name).name === "" || version === "") return undefined;
  return {
    coordinates: { ...npmPackage(name), version },
    isDirect,
    scope,
    ...originOf(range, fields.get("resolved") ?? ""),
    integrity: textOf(fields.get("integrity")),
  };
}

function originOf(range: string, resolved: string): Pick<LockedPackage, "origin" | "commit"> {
  if (range.startsWith("file:")) return { origin: "file" };
  const commit = /(?:^git.*#|\/tar\.gz\/)([0-9a-f]{40})$/.exec(resolved)?.[1];
  return commit === undefined ? {} : { origin: "git", commit };
}
