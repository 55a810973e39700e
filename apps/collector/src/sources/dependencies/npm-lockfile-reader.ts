import { npmPackage } from "@binnacle/contract";
import type { LockedPackage, Lockfile, LockfileReader, Scope } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";
import { directPackagesOf } from "./npm-direct-packages.js";
import { type NpmLockEntry, parseNpmLockfile } from "./npm-lockfile-format.js";

const NODE_MODULES = "node_modules/";

/** Lock files of npm 7 and newer: `lockfileVersion` 2 and 3. */
export const npmLockfileReader: LockfileReader = {
  fileNames: ["npm-shrinkwrap.json", "package-lock.json"],
  family: "npm",

  read(text: string): Lockfile {
    const { lockfileVersion, packages } = parseNpmLockfile(text);
    const direct = directPackagesOf(packages);
    const locked: LockedPackage[] = [];
    const unversioned: string[] = [];
    for (const [path, entry] of Object.entries(packages)) {
      if (!isDependency(path, entry)) continue;
      const found = lockedPackage(path, entry, direct.has(path));
      if (found === undefined) unversioned.push(path);
      else locked.push(found);
    }
    return { lockfileVersion, packages: mergePackages(locked), unversioned };
  },
};

/** The root, the packages of its workspace and linked directories are the project itself; their entries lie outside of `node_modules`. */
function isDependency(path: string, entry: NpmLockEntry): boolean {
  return path.includes(NODE_MODULES) && entry.link !== true && entry.extraneous !== true;
}

function lockedPackage(path: string, entry: NpmLockEntry, isDirect: boolean): LockedPackage | undefined {
  // An alias (`"old-lodash": "npm:lodash@3"`) is installed under its own name; `name` tells the true one.
  const name = textOf(entry.name) ?? path.slice(path.lastIndexOf(NODE_MODULES) + NODE_MODULES.length);
  const { origin, commit } = originOf(textOf(entry.resolved) ?? "");
  const version = textOf(entry.version) ?? commit;
  if (version === undefined || npmPackage(name).name === "") return undefined;
  const license = licenseOf(entry.license);
  const integrity = textOf(entry.integrity);
  return {
    coordinates: { ...npmPackage(name), version },
    isDirect,
    scope: scopeOf(entry),
    origin,
    commit,
    license,
    integrity,
    ...(entry.hasInstallScript === true ? { hasInstallScript: true } : {}),
  };
}

/** npm flags what only some need; `devOptional` is needed by development and, apart from it, by something optional. */
function scopeOf({ dev, devOptional, optional, peer }: NpmLockEntry): Scope {
  if (dev === true) return "development";
  if (devOptional === true || optional === true) return "optional";
  return peer === true ? "peer" : "production";
}

/** `resolved` itself is never published: it may name private hosts. */
function originOf(resolved: string): Pick<LockedPackage, "origin" | "commit"> {
  if (resolved.startsWith("file:")) return { origin: "file" };
  if (!/^git[+:]/.test(resolved)) return {};
  const commit = /#([0-9a-f]{7,64})$/.exec(resolved)?.[1];
  return { origin: "git", commit };
}

/** A few old packages state `{type, url}`, or a list of such. */
function licenseOf(license: unknown): string | undefined {
  if (Array.isArray(license)) {
    const names = license.map(licenseOf).filter((name) => name !== undefined);
    return names.length > 1 ? `(${names.join(" OR ")})` : names[0];
  }
  if (typeof license === "object" && license !== null && "type" in license) return textOf(license.type);
  return textOf(license);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
