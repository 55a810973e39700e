import { type DocumentFields, entriesOf, fieldsOf, listOf, textOf, textsOf } from "../../documents/document-fields.js";
import { parseTomlText } from "./lockfile-text.js";
import { type LockedPackage, type Lockfile, LockfileError, type LockfileReader, type Scope } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";
import { needsOfPyproject, pythonName } from "./python-names.js";
import { pythonPackage } from "./python-package.js";
import { type Need, strongestNeeds } from "./strongest-needs.js";

const REWRITE = "write it anew with `poetry lock`";

/** `poetry.lock`; the `pyproject.toml` beside it tells what the project itself asks for. */
export const poetryLockfileReader: LockfileReader = {
  fileNames: ["poetry.lock"],
  family: "pypi",
  manifest: "pyproject.toml",

  read(text: string, manifest?: string): Lockfile {
    const content = parseTomlText(text, { rewrite: REWRITE });
    const metadata = fieldsOf(content["metadata"]);
    const version = textOf(metadata["lock-version"]);
    if (version === undefined && textOf(metadata["content-hash"]) === undefined) {
      throw new LockfileError(`it is TOML, but not a lock file of Poetry: ${REWRITE}`);
    }
    const entries = listOf(content["package"]).map(fieldsOf);
    const direct = needsOfPyproject(manifest);
    const reached = strongestNeeds(direct, needsByName(entries));
    const packages: LockedPackage[] = [];
    const unversioned: string[] = [];
    for (const [index, entry] of entries.entries()) {
      const name = pythonName(textOf(entry["name"]) ?? "");
      const scope = statedScope(entry) ?? reached.get(name) ?? "production";
      const found = pythonPackage(entry, originOf(entry), direct.has(name), scope);
      if (found === undefined) unversioned.push(name === "" ? `package[${index}]` : name);
      else packages.push(found);
    }
    return {
      ...(version === undefined ? {} : { lockfileVersion: version }),
      packages: mergePackages(packages),
      unversioned,
    };
  },
};

/** Poetry 2 states the groups, versions before 1.5 a category; those between neither. */
function statedScope({ groups, category, optional }: DocumentFields): Scope | undefined {
  const stated = textsOf(groups);
  const isMain = stated.includes("main") || category === "main";
  if (isMain) return optional === true ? "optional" : "production";
  return stated.length > 0 || textOf(category) !== undefined
    ? "development"
    : optional === true
      ? "optional"
      : undefined;
}

function needsByName(entries: readonly DocumentFields[]): (name: string) => Need[] {
  const needs = Map.groupBy(entries, (entry) => pythonName(textOf(entry["name"]) ?? ""));
  return (name) =>
    (needs.get(name) ?? []).flatMap((entry) =>
      entriesOf(entry["dependencies"]).map(([need, how]): Need => [
        pythonName(need),
        fieldsOf(how)["optional"] === true ? "optional" : "production",
      ]),
    );
}

function originOf(entry: DocumentFields): Pick<LockedPackage, "origin" | "commit"> {
  const { type, resolved_reference: reference } = fieldsOf(entry["source"]);
  const commit = type === "git" ? textOf(reference) : undefined;
  const origin =
    type === "git" ? "git" : type === "file" || type === "directory" || type === "url" ? "file" : undefined;
  return { origin, commit };
}
