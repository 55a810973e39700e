import {
  type DocumentFields,
  entriesOf,
  fieldsOf,
  isObject,
  textOf,
  textsOf,
} from "../../documents/document-fields.js";
import { orNothing, parseJsonText, parseTomlText } from "./lockfile-text.js";
import { type LockedPackage, type Lockfile, LockfileError, type LockfileReader, type Scope } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";
import { pythonIntegrity } from "./python-integrity.js";
import { pythonName } from "./python-names.js";

const REWRITE = "write it anew with `pipenv lock`";

/** `Pipfile.lock`; the `Pipfile` beside it tells what the project itself asks for. */
export const pipenvLockfileReader: LockfileReader = {
  fileNames: ["Pipfile.lock"],
  family: "pypi",
  manifest: "Pipfile",

  read(text: string, manifest?: string): Lockfile {
    const content = parseJsonText(text, { rewrite: REWRITE });
    if (!isObject(content) || !isObject(content["_meta"])) {
      throw new LockfileError(`it is JSON, but not a lock file of Pipenv (it has no _meta): ${REWRITE}`);
    }
    const direct = namesIn(manifest);
    const lockfileVersion = fieldsOf(content["_meta"])["pipfile-spec"];
    const packages: LockedPackage[] = [];
    const unversioned: string[] = [];
    for (const [category, entries] of Object.entries(content)) {
      if (category === "_meta") continue;
      const scope = category === "default" ? "production" : "development";
      for (const [name, entry] of entriesOf(entries)) {
        const found = lockedPackage(name, fieldsOf(entry), direct, scope);
        if (found === undefined) unversioned.push(name);
        else packages.push(found);
      }
    }
    return {
      ...(typeof lockfileVersion === "number" ? { lockfileVersion } : {}),
      packages: mergePackages(packages),
      unversioned,
    };
  },
};

function lockedPackage(
  name: string,
  entry: DocumentFields,
  direct: ReadonlySet<string>,
  scope: Scope,
): LockedPackage | undefined {
  const commit = textOf(entry["git"]) === undefined ? undefined : textOf(entry["ref"]);
  const isFile = textOf(entry["file"]) !== undefined || textOf(entry["path"]) !== undefined;
  const origin = commit !== undefined ? "git" : isFile ? "file" : undefined;
  const version = /^={2,3}(.+)$/.exec(textOf(entry["version"]) ?? "")?.[1]?.trim() ?? commit;
  if (version === undefined || name === "") return undefined;
  const integrity = pythonIntegrity(textsOf(entry["hashes"]));
  return {
    coordinates: { type: "pypi", name, version },
    isDirect: direct.has(pythonName(name)),
    scope,
    origin,
    commit,
    integrity,
  };
}

function namesIn(manifest: string | undefined): Set<string> {
  const content = fieldsOf(manifest === undefined ? {} : orNothing(() => parseTomlText(manifest, { rewrite: "" })));
  const tables = entriesOf(content).filter(([table]) => !["source", "requires", "scripts", "pipenv"].includes(table));
  return new Set(tables.flatMap(([, table]) => entriesOf(table).map(([name]) => pythonName(name))));
}
