import { npmPackage } from "@binnacle/contract";
import { type DocumentFields, entriesOf, fieldsOf, isObject, textOf } from "../../documents/document-fields.js";
import { parseYamlText } from "./lockfile-text.js";
import { type LockedPackage, type Lockfile, LockfileError, type LockfileReader, type Scope } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";
import { type Need, strongestNeeds } from "./strongest-needs.js";

const REWRITE = "write it anew with `pnpm install --lockfile-only`";

const NEEDS: readonly (readonly [field: string, scope: Scope])[] = [
  ["dependencies", "production"],
  ["optionalDependencies", "optional"],
  ["devDependencies", "development"],
];

/** Lock files of pnpm 8 (`lockfileVersion` 6) and newer (9). */
export const pnpmLockfileReader: LockfileReader = {
  fileNames: ["pnpm-lock.yaml"],
  family: "npm",

  read(text: string): Lockfile {
    const content = parseYamlText(text, { rewrite: REWRITE, resolve: "`pnpm install` resolves them" });
    const lockfileVersion = versionOf(content);
    const packages = nodesOf(content["packages"]);
    // Version 9 tells apart what a package is from what it needs with its peers.
    const nodes = content["snapshots"] === undefined ? packages : nodesOf(content["snapshots"]);
    const roots = [...rootsOf(content, nodes)];
    const direct = new Set(roots.map(([key]) => key));
    const needs = strongestNeeds(roots, (key) => needsOf(nodes.get(key) ?? {}, nodes, NEEDS.slice(0, 2)));
    const locked: LockedPackage[] = [];
    const unversioned: string[] = [];
    for (const key of nodes.keys()) {
      const entry = { ...packages.get(withoutPeers(key)), ...packages.get(key) };
      // A directory is the project itself, or its neighbour.
      if (fieldsOf(entry["resolution"])["type"] === "directory") continue;
      const found = lockedPackage(key, entry, direct.has(key), needs.get(key) ?? "production");
      if (found === undefined) unversioned.push(key);
      else locked.push(found);
    }
    return { lockfileVersion, packages: mergePackages(locked), unversioned };
  },
};

function versionOf({ lockfileVersion, importers, packages, dependencies, devDependencies }: DocumentFields): string {
  const version = textOf(lockfileVersion);
  if (version === undefined) throw new LockfileError(`it is YAML, but not a pnpm lock file: ${REWRITE}`);
  const major = Number.parseInt(version, 10);
  if (major < 6) {
    throw new LockfileError(
      `it is of lockfileVersion ${version}, which pnpm 7 and older write: run \`pnpm install\` with pnpm 8 or newer`,
    );
  }
  if (major !== 6 && major !== 9)
    throw new LockfileError(`it is of lockfileVersion ${version}; only 6 and 9 can be read`);
  const parts = [importers, packages, dependencies, devDependencies].filter((part) => part !== undefined);
  if (!parts.every(isObject) || (major === 9 && importers === undefined)) {
    throw new LockfileError(`its \`importers\` or \`packages\` are missing or broken: ${REWRITE}`);
  }
  return version;
}

/** By key without the slash that version 6 writes before packages of a registry. */
function nodesOf(packages: unknown): Map<string, DocumentFields> {
  return new Map(entriesOf(packages).map(([key, entry]) => [bareKey(key), fieldsOf(entry)]));
}

function* rootsOf(content: DocumentFields, nodes: ReadonlyMap<string, unknown>): Generator<Need> {
  // A project without a workspace stands at the top, in version 6.
  const importers =
    content["importers"] === undefined ? [content] : entriesOf(content["importers"]).map(([, one]) => one);
  for (const importer of importers) yield* needsOf(fieldsOf(importer), nodes, NEEDS);
}

function* needsOf(entry: DocumentFields, nodes: ReadonlyMap<string, unknown>, needs: typeof NEEDS): Generator<Need> {
  for (const [field, scope] of needs) {
    for (const [name, need] of entriesOf(entry[field])) {
      const version = textOf(need) ?? textOf(fieldsOf(need)["version"]) ?? "";
      // Of an alias, a file or a repository the version is the whole key.
      const key = [`${name}@${version}`, bareKey(version)].find((candidate) => nodes.has(candidate));
      if (key !== undefined) yield [key, scope];
    }
  }
}

function lockedPackage(key: string, entry: DocumentFields, isDirect: boolean, scope: Scope): LockedPackage | undefined {
  const bare = withoutPeers(key);
  const at = bare.indexOf("@", 1);
  const stated = at < 0 ? "" : bare.slice(at + 1);
  const resolution = fieldsOf(entry["resolution"]);
  const { origin, commit } = originOf(at < 0 || stated.includes(":") || stated.includes("/") ? bare : "", resolution);
  const name = textOf(entry["name"]) ?? bare.slice(0, Math.max(at, 0));
  const version = textOf(entry["version"]) ?? (origin === undefined ? stated : commit);
  if (name === "" || npmPackage(name).name === "" || version === undefined || version === "") return undefined;
  const integrity = textOf(resolution["integrity"]);
  return {
    coordinates: { ...npmPackage(name), version },
    isDirect,
    scope,
    origin,
    commit,
    integrity,
    ...(entry["requiresBuild"] === "true" ? { hasInstallScript: true } : {}),
  };
}

/** @param location what stands where packages of a registry have their version; empty for those */
function originOf(location: string, resolution: DocumentFields): Pick<LockedPackage, "origin" | "commit"> {
  if (location === "") return {};
  const stated = textOf(resolution["commit"]) ?? textOf(resolution["tarball"]) ?? location;
  const commit = /(?:^|[/#])([0-9a-f]{40})$/.exec(stated)?.[1];
  return commit === undefined ? { origin: "file" } : { origin: "git", commit };
}

function bareKey(key: string): string {
  return key.startsWith("/") ? key.slice(1) : key;
}

/** `a@1.0.0(b@2.0.0)` is `a@1.0.0` with a `b` of its surroundings. */
function withoutPeers(key: string): string {
  const peers = key.indexOf("(");
  return peers < 0 ? key : key.slice(0, peers);
}
