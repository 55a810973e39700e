import { npmPackage } from "@binnacle/contract";
import { type DocumentFields, entriesOf, fieldsOf, textOf } from "../../documents/document-fields.js";
import { parseYamlText } from "./lockfile-text.js";
import { type LockedPackage, type Lockfile, LockfileError, type Scope } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";
import { needsOfNpmManifest } from "./npm-manifest.js";
import { type Need, strongestNeeds } from "./strongest-needs.js";

const REWRITE = "write it anew with `yarn install`";
const ROOT = "@workspace:.";

/**
 * Reads a yarn.lock of Yarn 2 and newer. It names the packages of the workspace and what they ask for, but not which of that is for development: the
 * root's `package.json` does.
 */
export function readYarnBerry(text: string, manifest?: string): Lockfile {
  const content = parseYamlText(text, { rewrite: REWRITE, resolve: "`yarn install` resolves them" });
  const lockfileVersion = Number(textOf(fieldsOf(content["__metadata"])["version"]));
  if (!Number.isInteger(lockfileVersion))
    throw new LockfileError(`its \`__metadata\` is missing or broken: ${REWRITE}`);
  const entries = new Map(
    entriesOf(content).flatMap(([key, entry]) => (key === "__metadata" ? [] : [[key, fieldsOf(entry)]])),
  );
  const byDescriptor = new Map(
    [...entries.keys()].flatMap((key) => key.split(", ").map((descriptor) => [descriptor, key])),
  );
  const needsOf = (entry: DocumentFields): Need[] => [...needsOfEntry(entry, byDescriptor)];
  const forDevelopment = new Set(
    needsOfNpmManifest(manifest).flatMap(({ name, scope }) => (scope === "development" ? [name] : [])),
  );
  const roots: Need[] = [];
  for (const [key, entry] of entries) {
    if (!isOfWorkspace(entry)) continue;
    const isRoot = key.includes(ROOT);
    for (const [need, scope] of needsOf(entry)) {
      const isForDevelopment = isRoot && forDevelopment.has(need.slice(0, need.indexOf("@", 1)));
      roots.push([need, isForDevelopment ? "development" : scope]);
    }
  }
  const needs = strongestNeeds(roots, (key) => needsOf(entries.get(key) ?? {}));
  const direct = new Set(roots.map(([key]) => key));
  const locked: LockedPackage[] = [];
  const unversioned: string[] = [];
  for (const [key, entry] of entries) {
    if (isOfWorkspace(entry)) continue;
    const patched = byDescriptor.get(patchedDescriptor(key)) ?? key;
    const found = lockedPackage(entry, direct.has(key), needs.get(key) ?? needs.get(patched) ?? "production");
    if (found === undefined) unversioned.push(key);
    else locked.push(found);
  }
  return { lockfileVersion, packages: mergePackages(locked), unversioned };
}

/** Packages of the workspace and linked directories are the project itself. */
function isOfWorkspace({ resolution, linkType }: DocumentFields): boolean {
  return linkType === "soft" || /^.[^@]*@(workspace|link|portal):/.test(textOf(resolution) ?? "");
}

/** `a@patch:a@npm%3A^1.0.0#…` is what Yarn puts in the place of `a@npm:^1.0.0`; nothing in the file names it otherwise. */
function patchedDescriptor(key: string): string {
  const encoded = /@patch:([^#]+)#/.exec(key)?.[1] ?? "";
  return encoded.replaceAll("%3A", ":").replaceAll("%2F", "/").replaceAll("%40", "@");
}

function* needsOfEntry(entry: DocumentFields, byDescriptor: ReadonlyMap<string, string>): Generator<Need> {
  const optional = fieldsOf(entry["dependenciesMeta"]);
  for (const [name, range] of entriesOf(entry["dependencies"])) {
    // Older versions leave the protocol out.
    const stated = textOf(range) ?? "";
    const key = byDescriptor.get(`${name}@${stated}`) ?? byDescriptor.get(`${name}@npm:${stated}`);
    const isOptional = Object.hasOwn(optional, name) && fieldsOf(optional[name])["optional"] === "true";
    if (key !== undefined) yield [key, isOptional ? "optional" : "production"];
  }
}

function lockedPackage(entry: DocumentFields, isDirect: boolean, scope: Scope): LockedPackage | undefined {
  const resolution = textOf(entry["resolution"]) ?? "";
  const at = resolution.indexOf("@", 1);
  const name = resolution.slice(0, Math.max(at, 0));
  const version = textOf(entry["version"]);
  if (version === undefined || npmPackage(name).name === "") return undefined;
  // The checksum is that of Yarn's own cache, not of the package's archive.
  return {
    coordinates: { ...npmPackage(name), version },
    isDirect,
    scope,
    ...originOf(resolution.slice(at + 1)),
  };
}

/** A patched package is that of the registry, with the project's own changes. */
function originOf(reference: string): Pick<LockedPackage, "origin" | "commit"> {
  if (/^(npm|patch|virtual):/.test(reference)) return {};
  const commit = /[#&]commit=([0-9a-f]{7,64})/.exec(reference)?.[1];
  return commit === undefined ? { origin: "file" } : { origin: "git", commit };
}
