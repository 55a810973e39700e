import { entriesOf, fieldsOf, textOf } from "../../documents/document-fields.js";
import { orNothing, parseJsonText } from "./lockfile-text.js";
import type { Scope } from "./lockfile.js";

/** What a `package.json` asks for by name. */
export interface ManifestNeed {
  name: string;
  range: string;
  scope: Scope;
}

const FIELDS: readonly (readonly [field: string, scope: Scope])[] = [
  ["dependencies", "production"],
  ["optionalDependencies", "optional"],
  ["peerDependencies", "peer"],
  ["devDependencies", "development"],
];

/** One need a name: that of the first field that has it, which is the strongest. Without a manifest, none. */
export function needsOfNpmManifest(text: string | undefined): ManifestNeed[] {
  const manifest = fieldsOf(text === undefined ? {} : orNothing(() => parseJsonText(text, { rewrite: "" })));
  const needs = new Map<string, ManifestNeed>();
  for (const [field, scope] of FIELDS) {
    for (const [name, range] of entriesOf(manifest[field])) {
      // A package of `dependencies` that is optional too is optional: npm and Yarn let the second field win.
      if (!needs.has(name) || scope === "optional") needs.set(name, { name, range: textOf(range) ?? "", scope });
    }
  }
  return [...needs.values()];
}
