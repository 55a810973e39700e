import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/**
 * What the docstrings of classes say, and of their properties; where a class is silent, those of the interfaces that it implements.
 * @returns {(shape: string, property?: string) => string | undefined}
 */
export function readDocstrings(root, patterns) {
  /** @type {Map<string, { text?: string, properties: Map<string, string>, parents: string[] }[]>} */
  const found = new Map();
  for (const path of patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted()) {
    if (path.endsWith(".spec.ts")) continue;
    const file = ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.Latest, true);
    for (const node of file.statements) {
      if (!ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node)) continue;
      const name = node.name?.text ?? "";
      const properties = new Map(
        node.members.flatMap((member) => {
          const text = member.name && textOf(member);
          return text ? [[member.name.getText(), text]] : [];
        }),
      );
      const parents = (node.heritageClauses ?? []).flatMap(({ types }) =>
        types.map((type) => type.expression.getText()),
      );
      found.set(name, [...(found.get(name) ?? []), { text: textOf(node), properties, parents }]);
    }
  }
  return function describe(shape, property) {
    const entries = found.get(shape) ?? [];
    for (const { text, properties, parents } of entries) {
      const own = property === undefined ? text : properties.get(property);
      const inherited =
        property === undefined ? undefined : parents.map((parent) => describe(parent, property)).find(Boolean);
      if (own ?? inherited) return own ?? inherited;
    }
    return undefined;
  };
}

function textOf(node) {
  const doc = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(doc?.comment);
  return text?.replaceAll(/\s*\n\s*/g, " ").trim() || undefined;
}
