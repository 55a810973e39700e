import type { CatalogInfo } from "../../ownership/catalog-info.js";
import type { Description } from "../../ownership/description.js";
import { boundedText } from "../../documents/plain-text.js";

export const README_PATHS = ["README.md", "README", "README.txt", "readme.md", "Readme.md"] as const;

/** What the service is for: by catalog-info.yaml, else package.json, else the first sentence-like line of the README. */
export function descriptionOf(
  files: ReadonlyMap<string, string>,
  packageJson: string | undefined,
  catalogInfo: { path: string; content: CatalogInfo } | undefined,
): Description | undefined {
  const { name: _, owner: __, description: stated, ...attributes } = catalogInfo?.content ?? {};
  const found = firstOf([
    [catalogInfo?.path ?? "", stated],
    ["package.json", packageDescription(packageJson)],
    ...README_PATHS.map((path): [string, string | undefined] => [path, firstProse(files.get(path) ?? "")]),
  ]);
  return found && { ...found, ...attributes };
}

function firstOf(candidates: [from: string, text: string | undefined][]): Description | undefined {
  for (const [from, text] of candidates) {
    if (text !== undefined && text !== "") return { from, description: boundedText(text.replaceAll(/\s+/g, " ")) };
  }
  return undefined;
}

function packageDescription(text: string | undefined): string | undefined {
  try {
    const { description } = JSON.parse(text ?? "{}") as { description?: unknown };
    return typeof description === "string" ? description.trim() : undefined;
  } catch {
    return undefined;
  }
}

/** The first line that is no heading, badge, image, HTML, table, list or code; of links the text. */
function firstProse(readme: string): string | undefined {
  const lines = readme.replaceAll(/```.*?```|<!--.*?-->/gs, "").split(/\r?\n/);
  const prose = lines.map((line) =>
    line.replaceAll(/!?\[!\[[^\]]*\]\([^)]*\)\]\([^)]*\)|!\[[^\]]*\]\([^)]*\)/g, "").trim(),
  );
  const first = prose.find(
    (line, index) => /^[\p{L}\p{N}"'`*_[(]/u.test(line) && !/^[=-]{3,}$/.test(prose[index + 1] ?? ""),
  );
  return first?.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, "$1");
}
