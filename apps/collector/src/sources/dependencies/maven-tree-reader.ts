import { type DocumentFields, fieldsOf, listOf, textOf } from "../../documents/document-fields.js";
import { parseJsonText, usableText } from "./lockfile-text.js";
import { type LockedPackage, type Lockfile, LockfileError, type LockfileReader } from "./lockfile.js";
import { mavenPackage, type MavenArtifact } from "./maven-package.js";
import { mergePackages } from "./merge-packages.js";

const REWRITE =
  "write it anew with `mvn dependency:tree -DoutputFile=dependency-tree.txt` (or with `-DoutputType=json -DoutputFile=dependency-tree.json`)";

/** An artifact in the tree; those at depth 0 are modules of the project itself. */
type TreeArtifact = MavenArtifact & { depth: number };

/** What `mvn dependency:tree` writes, as text or as JSON; also the console's output of it, of several modules. */
export const mavenTreeReader: LockfileReader = {
  fileNames: ["dependency-tree.json", "dependency-tree.txt"],
  family: "maven",
  otherNames: /dependency-tree[\w.-]*\.(json|txt)$/,

  read(text: string): Lockfile {
    const artifacts = /^\uFEFF?\s*\{/.test(text) ? readJsonTree(text) : readTextTree(text);
    const modules = new Set(artifacts.filter(({ depth }) => depth === 0).map(nameOf));
    const packages: LockedPackage[] = artifacts.filter((artifact) => !modules.has(nameOf(artifact))).map(mavenPackage);
    return { packages: mergePackages(packages), unversioned: [] };
  },
};

function readTextTree(text: string): TreeArtifact[] {
  const artifacts: TreeArtifact[] = [];
  for (const line of usableText(text, { rewrite: REWRITE }).split("\n")) {
    // Before the artifact come `+- `, `\- ` and, for each level above it, `|  ` or blanks.
    const match = /^(?:\[INFO\] )?((?:[|+\\ ][- ]{2})*)([^\s:()]+(?::[^\s:()]+){3,5})( \(optional\))?(?:\s.*)?$/.exec(
      line.trimEnd(),
    );
    if (match === null) continue;
    const [, indent = "", coordinates = "", optional] = match;
    const artifact = artifactOf(coordinates.split(":"), indent.length / 3, optional !== undefined);
    if (artifact !== undefined) artifacts.push(artifact);
  }
  if (artifacts.some(({ depth }) => depth === 0)) return artifacts;
  throw new LockfileError(`it is not the output of \`mvn dependency:tree\`: ${REWRITE}`);
}

/** `group:artifact:type:version` of a module; below it with a scope, and before the version perhaps a classifier. */
function artifactOf(parts: string[], depth: number, isOptional: boolean): TreeArtifact | undefined {
  const [groupId = "", artifactId = ""] = parts;
  if (depth === 0) {
    const version = parts.at(-1) as string;
    return { groupId, artifactId, version, scope: "", isOptional, isDirect: false, depth };
  }
  if (parts.length < 5) return undefined;
  const [version, scope] = parts.slice(-2) as [string, string];
  return { groupId, artifactId, version, scope, isOptional, isDirect: depth === 1, depth };
}

function readJsonTree(text: string): TreeArtifact[] {
  const artifacts: TreeArtifact[] = [];
  const waiting: { node: DocumentFields; depth: number }[] = [
    { node: fieldsOf(parseJsonText(text, { rewrite: REWRITE })), depth: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    const [groupId, artifactId, version] = ["groupId", "artifactId", "version"].map((field) => textOf(node[field]));
    if (groupId === undefined || artifactId === undefined || version === undefined) {
      throw new LockfileError(`it is JSON, but not the output of \`mvn dependency:tree\`: ${REWRITE}`);
    }
    const isOptional = String(node["optional"]) === "true";
    const scope = textOf(node["scope"]) ?? "";
    artifacts.push({ groupId, artifactId, version, scope, isOptional, isDirect: depth === 1, depth });
    waiting.push(...listOf(node["children"]).map((child) => ({ node: fieldsOf(child), depth: depth + 1 })));
  }
  return artifacts;
}

function nameOf({ groupId, artifactId }: TreeArtifact): string {
  return `${groupId}:${artifactId}`;
}
