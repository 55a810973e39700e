import { type DocumentFields, entriesOf, fieldsOf, listOf, textOf, textsOf } from "../../documents/document-fields.js";
import { orNothing, parseTomlText } from "./lockfile-text.js";
import { type LockedPackage, type Lockfile, LockfileError, type LockfileReader, type Scope } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";
import { type Need, strongestNeeds } from "./strongest-needs.js";

const REWRITE = "write it anew with `cargo generate-lockfile`";

/** `Cargo.lock`. Packages without a source are the project's own; the `Cargo.toml` beside it tells what only development needs. */
export const cargoLockfileReader: LockfileReader = {
  fileNames: ["Cargo.lock"],
  family: "cargo",
  manifest: "Cargo.toml",

  read(text: string, manifest?: string): Lockfile {
    const content = parseTomlText(text, { rewrite: REWRITE });
    const entries = listOf(content["package"]).map(fieldsOf);
    if (entries.length === 0)
      throw new LockfileError(`it is TOML, but not a lock file of Cargo (it has no package): ${REWRITE}`);
    const byKey = new Map(entries.map((entry) => [keyOf(entry), entry]));
    const byName = Map.groupBy(entries, (entry) => textOf(entry["name"]) ?? "");
    const needsOf = (entry: DocumentFields): string[] =>
      textsOf(entry["dependencies"]).flatMap((need) => resolve(need, byName) ?? []);
    const root = developmentOf(manifest);
    const roots = entries.filter(isOwn).flatMap((entry) =>
      needsOf(entry).map((key): Need => {
        const isRoot = root.name === entry["name"];
        return [key, isRoot && root.needs.has(String(byKey.get(key)?.["name"])) ? "development" : "production"];
      }),
    );
    const needs = strongestNeeds(roots, (key) =>
      needsOf(byKey.get(key) ?? {}).map((next): Need => [next, "production"]),
    );
    const direct = new Set(roots.map(([key]) => key));
    const packages: LockedPackage[] = [];
    const unversioned: string[] = [];
    for (const [key, entry] of byKey) {
      if (isOwn(entry)) continue;
      const found = lockedPackage(entry, direct.has(key), needs.get(key) ?? "production");
      if (found === undefined) unversioned.push(key);
      else packages.push(found);
    }
    // Version 1 and 2 have no field for it.
    const lockfileVersion = content["version"];
    return {
      ...(typeof lockfileVersion === "number" ? { lockfileVersion } : {}),
      packages: mergePackages(packages),
      unversioned,
    };
  },
};

function isOwn({ source }: DocumentFields): boolean {
  return source === undefined;
}

function keyOf({ name, version, source }: DocumentFields): string {
  return [name, version, ...(source === undefined ? [] : [`(${String(source)})`])].map(String).join(" ");
}

/** `serde`, or with as much as tells it from others: `serde 1.0.1`, `serde 1.0.1 (registry+…)`. */
function resolve(need: string, byName: ReadonlyMap<string, readonly DocumentFields[]>): string | undefined {
  const [name = "", version, source] = need.split(" ");
  const found = byName
    .get(name)
    ?.find(
      (entry) =>
        (version === undefined || entry["version"] === version) &&
        (source === undefined || `(${String(entry["source"])})` === source),
    );
  return found && keyOf(found);
}

function lockedPackage(entry: DocumentFields, isDirect: boolean, scope: Scope): LockedPackage | undefined {
  const name = textOf(entry["name"]);
  const version = textOf(entry["version"]);
  if (name === undefined || version === undefined) return undefined;
  const checksum = textOf(entry["checksum"]) ?? "";
  const [source, commit] = (textOf(entry["source"]) ?? "").split("#");
  return {
    coordinates: { type: "cargo", name, version },
    isDirect,
    scope,
    ...(source?.startsWith("git+") ? { origin: "git" as const, ...(commit === undefined ? {} : { commit }) } : {}),
    ...(/^[0-9a-f]{64}$/.test(checksum)
      ? { integrity: `sha256-${Buffer.from(checksum, "hex").toString("base64")}` }
      : {}),
  };
}

/** What only the tests, examples and benchmarks of the root package need. */
function developmentOf(manifest: string | undefined): { name: unknown; needs: Set<string> } {
  const content = fieldsOf(manifest === undefined ? {} : orNothing(() => parseTomlText(manifest, { rewrite: "" })));
  const tables = [content, ...entriesOf(content["target"]).map(([, table]) => fieldsOf(table))];
  const namesIn = (field: string): string[] =>
    tables.flatMap((table) => entriesOf(table[field]).map(([name, need]) => textOf(fieldsOf(need)["package"]) ?? name));
  const needs = new Set(namesIn("dev-dependencies"));
  for (const name of [...namesIn("dependencies"), ...namesIn("build-dependencies")]) needs.delete(name);
  return { name: fieldsOf(content["package"])["name"], needs };
}
