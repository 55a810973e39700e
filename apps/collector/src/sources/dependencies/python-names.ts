import { entriesOf, fieldsOf, textOf, textsOf } from "../../documents/document-fields.js";
import { orNothing, parseTomlText } from "./lockfile-text.js";
import type { Scope } from "./lockfile.js";

/** The name of a Python package as https://packaging.python.org/en/latest/specifications/name-normalization/ spells it. */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** Who asks for what in a `pyproject.toml`: by PEP 621 and 735, or in Poetry's own tables. The strongest need of each name. */
export function needsOfPyproject(text: string | undefined): Map<string, Scope> {
  const content = fieldsOf(text === undefined ? {} : orNothing(() => parseTomlText(text, { rewrite: "" })));
  const project = fieldsOf(content["project"]);
  const poetry = fieldsOf(fieldsOf(content["tool"])["poetry"]);
  const groups = entriesOf(poetry["group"]).flatMap(([, group]) => namesOf(fieldsOf(group)["dependencies"]));
  const stated: (readonly [names: string[], scope: Scope])[] = [
    [[...groups, ...namesOf(poetry["dev-dependencies"])], "development"],
    [entriesOf(content["dependency-groups"]).flatMap(([, needs]) => requirementNames(needs)), "development"],
    [entriesOf(project["optional-dependencies"]).flatMap(([, needs]) => requirementNames(needs)), "optional"],
    [[...requirementNames(project["dependencies"]), ...namesOf(poetry["dependencies"])], "production"],
  ];
  return new Map(stated.flatMap(([names, scope]) => names.map((name) => [pythonName(name), scope])));
}

/** `flask[async] >=3 ; python_version > "3.9"` is about `flask`. */
function requirementNames(needs: unknown): string[] {
  return textsOf(needs).flatMap((need) => textOf(/^\s*([A-Za-z0-9][\w.-]*)/.exec(need)?.[1]) ?? []);
}

function namesOf(table: unknown): string[] {
  return entriesOf(table).map(([name]) => name);
}
