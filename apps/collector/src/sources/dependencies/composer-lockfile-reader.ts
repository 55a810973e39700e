import {
  type DocumentFields,
  entriesOf,
  fieldsOf,
  isObject,
  listOf,
  textOf,
  textsOf,
} from "../../documents/document-fields.js";
import { orNothing, parseJsonText } from "./lockfile-text.js";
import { type LockedPackage, type Lockfile, LockfileError, type LockfileReader, type Scope } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";

const REWRITE = "write it anew with `composer update --lock`";

/** `composer.lock`; the `composer.json` beside it tells what the project itself asks for. */
export const composerLockfileReader: LockfileReader = {
  fileNames: ["composer.lock"],
  family: "composer",
  manifest: "composer.json",

  read(text: string, manifest?: string): Lockfile {
    const content = parseJsonText(text, { rewrite: REWRITE });
    if (!isObject(content) || !Array.isArray(content["packages"])) {
      throw new LockfileError(`it is JSON, but not a lock file of Composer (it has no packages): ${REWRITE}`);
    }
    const direct = namesIn(manifest);
    const packages: LockedPackage[] = [];
    const unversioned: string[] = [];
    for (const [field, scope] of [
      ["packages", "production"],
      ["packages-dev", "development"],
    ] as const) {
      for (const [index, entry] of listOf(content[field]).map(fieldsOf).entries()) {
        const found = lockedPackage(entry, direct, scope);
        if (found === undefined) unversioned.push(textOf(entry["name"]) ?? `${field}[${index}]`);
        else packages.push(found);
      }
    }
    return { packages: mergePackages(packages), unversioned };
  },
};

function lockedPackage(entry: DocumentFields, direct: ReadonlySet<string>, scope: Scope): LockedPackage | undefined {
  const [vendor, name] = (textOf(entry["name"]) ?? "").split("/");
  const version = textOf(entry["version"]);
  if (!vendor || !name || version === undefined) return undefined;
  const license = licenseOf(textsOf(entry["license"]));
  return {
    coordinates: { type: "composer", namespace: vendor, name, version },
    isDirect: direct.has(`${vendor}/${name}`.toLowerCase()),
    scope,
    ...originOf(version, fieldsOf(entry["source"]), fieldsOf(entry["dist"])),
    license,
  };
}

/** A branch is whatever its commit is; directories are those of the project's own neighbours. */
function originOf(
  version: string,
  source: DocumentFields,
  dist: DocumentFields,
): Pick<LockedPackage, "origin" | "commit"> {
  if (source["type"] === "path" || dist["type"] === "path") return { origin: "file" };
  const commit = textOf(source["reference"]) ?? textOf(dist["reference"]);
  if (!/^dev-|-dev$/.test(version)) return {};
  return { origin: "git", commit };
}

/** Composer takes several for a choice. */
function licenseOf(licenses: string[]): string | undefined {
  return licenses.length > 1 ? `(${licenses.join(" OR ")})` : licenses[0];
}

function namesIn(manifest: string | undefined): Set<string> {
  const content = fieldsOf(manifest === undefined ? {} : orNothing(() => parseJsonText(manifest, { rewrite: "" })));
  const names = ["require", "require-dev"].flatMap((field) =>
    entriesOf(content[field]).map(([name]) => name.toLowerCase()),
  );
  return new Set(names);
}
