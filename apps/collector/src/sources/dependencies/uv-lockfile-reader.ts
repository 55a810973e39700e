import { type DocumentFields, entriesOf, fieldsOf, listOf, textOf } from "../../documents/document-fields.js";
import { parseTomlText } from "./lockfile-text.js";
import { type LockedPackage, type Lockfile, LockfileError, type LockfileReader, type Scope } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";
import { pythonName } from "./python-names.js";
import { pythonPackage } from "./python-package.js";
import { type Need, strongestNeeds } from "./strongest-needs.js";

const REWRITE = "write it anew with `uv lock`";

/** `uv.lock`. The project's own packages stand in it, with what they ask for and for what. */
export const uvLockfileReader: LockfileReader = {
  fileNames: ["uv.lock"],
  family: "pypi",

  read(text: string): Lockfile {
    const content = parseTomlText(text, { rewrite: REWRITE });
    const version = content["version"];
    if (typeof version !== "number") throw new LockfileError(`it is TOML, but not a lock file of uv: ${REWRITE}`);
    const entries = new Map(listOf(content["package"]).map((entry, index) => [String(index), fieldsOf(entry)]));
    const byName = Map.groupBy(entries.keys(), (key) => nameOf(entries.get(key)));
    const keysOf = (needs: unknown, scope: Scope): Need[] =>
      listOf(needs)
        .map(fieldsOf)
        .flatMap((need) => {
          // Where versions differ by platform, each need says which it means.
          const candidates = byName.get(nameOf(need)) ?? [];
          const meant = candidates.filter(
            (key) => need["version"] === undefined || entries.get(key)?.["version"] === need["version"],
          );
          return meant.map((key): Need => [key, scope]);
        });
    const roots = [...entries.values()]
      .filter(isOwn)
      .flatMap((entry) => [
        ...keysOf(entry["dependencies"], "production"),
        ...entriesOf(entry["optional-dependencies"]).flatMap(([, needs]) => keysOf(needs, "optional")),
        ...entriesOf(entry["dev-dependencies"]).flatMap(([, needs]) => keysOf(needs, "development")),
      ]);
    const reached = strongestNeeds(roots, (key) => {
      const entry = entries.get(key) ?? {};
      const extras = entriesOf(entry["optional-dependencies"]).flatMap(([, needs]) => keysOf(needs, "production"));
      return [...keysOf(entry["dependencies"], "production"), ...extras];
    });
    const direct = new Set(roots.map(([key]) => key));
    const packages: LockedPackage[] = [];
    const unversioned: string[] = [];
    for (const [key, entry] of entries) {
      if (isOwn(entry)) continue;
      const found = pythonPackage(entry, originOf(entry), direct.has(key), reached.get(key) ?? "production");
      if (found === undefined) unversioned.push(textOf(entry["name"]) ?? `package[${key}]`);
      else packages.push(found);
    }
    return { lockfileVersion: version, packages: mergePackages(packages), unversioned };
  },
};

/** Directories: the project, and the packages of its workspace. */
function isOwn({ source }: DocumentFields): boolean {
  return ["virtual", "editable", "directory"].some((kind) => textOf(fieldsOf(source)[kind]) !== undefined);
}

function nameOf(fields: DocumentFields | undefined): string {
  return pythonName(textOf(fields?.["name"]) ?? "");
}

function originOf(entry: DocumentFields): Pick<LockedPackage, "origin" | "commit"> {
  const { git, url, path } = fieldsOf(entry["source"]);
  const commit = textOf(git)?.split("#")[1];
  const isFile = textOf(url) !== undefined || textOf(path) !== undefined;
  const origin = textOf(git) !== undefined ? "git" : isFile ? "file" : undefined;
  return { origin, commit };
}
