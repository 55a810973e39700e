import type { PackageCoordinates } from "@binnacle/contract";
import { usableText } from "./lockfile-text.js";
import { type LockedPackage, type Lockfile, LockfileError, type LockfileReader } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";

const REWRITE = "write it anew with `go mod tidy`";

/** One statement of a go.mod file, within a block or not. */
interface Statement {
  keyword: string;
  words: string[];
  comment: string;
}

interface Module {
  path: string;
  version: string;
}

/**
 * `go.mod`, which since Go 1.17 names every module that the build needs (https://go.dev/ref/mod#go-mod-file), with the digests of `go.sum` beside it. What
 * a module is replaced by counts; one that is replaced by a directory is the project itself.
 */
export const goModReader: LockfileReader = {
  fileNames: ["go.mod"],
  family: "golang",
  manifest: "go.sum",

  read(text: string, sums?: string): Lockfile {
    const statements = parseStatements(text);
    if (!statements.some(({ keyword }) => keyword === "module")) {
      throw new LockfileError(`it is no go.mod file (it names no module): ${REWRITE}`);
    }
    const replacements = replacementsOf(statements);
    const digests = digestsOf(sums ?? "");
    const packages: LockedPackage[] = [];
    const unversioned: string[] = [];
    for (const { keyword, words, comment } of statements) {
      if (keyword !== "require") continue;
      const [path = "", version = ""] = words;
      const replaced = replacements.get(`${path}@${version}`) ?? replacements.get(path);
      const { path: actualPath, version: actualVersion } = replaced ?? { path, version };
      if (replaced !== undefined && actualVersion === "") continue;
      if (actualVersion === "") {
        unversioned.push(actualPath);
        continue;
      }
      const integrity = digests.get(`${actualPath} ${actualVersion}`);
      packages.push({
        coordinates: goCoordinates(actualPath, actualVersion),
        isDirect: !/^indirect\b/.test(comment),
        scope: "production",
        integrity,
      });
    }
    return { packages: mergePackages(packages), unversioned };
  },
};

function goCoordinates(path: string, version: string): PackageCoordinates & { version: string } {
  const cut = path.lastIndexOf("/");
  return { type: "golang", ...(cut > 0 && { namespace: path.slice(0, cut) }), name: path.slice(cut + 1), version };
}

function parseStatements(text: string): Statement[] {
  const statements: Statement[] = [];
  let block: string | undefined;
  for (const [index, line] of usableText(text, { rewrite: REWRITE }).split("\n").entries()) {
    const [code = "", ...comments] = line.split("//");
    const words = wordsOf(code);
    const comment = comments.join("//").trim();
    if (words.length === 0) continue;
    if (block !== undefined && words[0] === ")") block = undefined;
    else if (block !== undefined) statements.push({ keyword: block, words, comment });
    else if (words.length === 2 && words[1] === "(") block = words[0];
    else if (/^[a-z]+$/.test(words[0] as string) && words.length > 1) {
      statements.push({ keyword: words[0] as string, words: words.slice(1), comment });
    } else throw new LockfileError(`line ${index + 1} is none of a go.mod file: ${REWRITE}`);
  }
  if (block !== undefined) throw new LockfileError(`it ends within \`${block} (\`: ${REWRITE}`);
  return statements;
}

function wordsOf(code: string): string[] {
  return [...code.matchAll(/"([^"]*)"|`([^`]*)`|[()]|[^\s()"`]+/g)].map(([word, quoted, raw]) => quoted ?? raw ?? word);
}

/** By path, or by path and version where only that is replaced. Of a directory the version is empty. */
function replacementsOf(statements: readonly Statement[]): Map<string, Module> {
  return new Map(
    statements.flatMap(({ keyword, words }) => {
      const arrow = words.indexOf("=>");
      if (keyword !== "replace" || arrow < 1) return [];
      const [path = "", version = ""] = words.slice(arrow + 1);
      return [[words.slice(0, arrow).join("@"), { path, version }] as const];
    }),
  );
}

/** Of the modules' contents; the other lines are of their go.mod files alone. */
function digestsOf(sums: string): Map<string, string> {
  return new Map(
    sums.split("\n").flatMap((line) => {
      const [path, version, digest] = line.trim().split(/\s+/);
      return digest === undefined || version?.endsWith("/go.mod") ? [] : [[`${path} ${version}`, digest] as const];
    }),
  );
}
