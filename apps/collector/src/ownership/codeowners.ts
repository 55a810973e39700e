/** Where CODEOWNERS may lie; the first that is there counts, as on the forges. */
export const CODEOWNERS_PATHS = [".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

export interface Owners {
  teams: string[];
  users: string[];
}

interface Rule {
  /** GitLab's, in lower case; `""` outside of any. */
  section: string;
  pattern: string;
  owners: string[];
}

const WHOLE_REPOSITORY = new Set(["*", "/", "/*", "**", "/**"]);

/**
 * Who owns the repository as a whole: the owners of the last rule for everything; where there is none, those of all rules, who
 * own the most of them first. `@org/team` is the Team `team`, `@name` a user; e-mail addresses are left out.
 */
export function readCodeowners(text: string): Owners {
  const rules = readRules(text);
  const whole = rules.findLast(({ pattern, owners }) => WHOLE_REPOSITORY.has(pattern) && owners.length > 0);
  return groupOwners(whole?.owners ?? byFrequency(rules.flatMap((rule) => rule.owners)));
}

function groupOwners(owners: string[]): Owners {
  return {
    teams: unique(owners.filter(isTeam).map((owner) => owner.slice(owner.lastIndexOf("/") + 1))),
    users: unique(owners.filter((owner) => !isTeam(owner)).map((owner) => owner.slice(1))),
  };
}

/**
 * Who owns a directory: the owners of the last rule that covers everything in it, in GitLab's files those of the last one of each section.
 * Rules for some of its files do not count.
 * @param path from the root of the repository, such as `services/orders`
 */
export function readDirectoryOwners(text: string, path: string): Owners {
  const deepInside = `${path.replaceAll(/^\/+|\/+$/g, "")}/any/file`;
  const bySection = new Map<string, string[]>();
  for (const { section, pattern, owners } of readRules(text)) {
    if (WHOLE_REPOSITORY.has(pattern) || matcherOf(pattern).test(deepInside)) bySection.set(section, owners);
  }
  return groupOwners([...bySection.values()].flat());
}

/** Patterns are like those of `.gitignore`, without negation and character classes. */
function matcherOf(pattern: string): RegExp {
  const segments = pattern
    .replaceAll("\\ ", " ")
    .split("/")
    .filter((segment) => segment !== "");
  const isAnchored = pattern.startsWith("/") || segments.length > 1;
  // `a/**/b` is `a/b`, too.
  const source = segments.map(segmentSource).join("/").replaceAll(".*/", "(?:.*/)?");
  // `docs/*` are the files in `docs` and no deeper ones; `*` alone is everything.
  const beneath = segments.at(-1) === "*" && isAnchored ? "" : "(?:/.*)?";
  return new RegExp(`^${isAnchored ? "" : "(?:.*/)?"}${source}${beneath}$`, "s");
}

function segmentSource(segment: string): string {
  if (segment === "**") return ".*";
  return segment
    .replaceAll(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
}

function readRules(text: string): Rule[] {
  let section = "";
  let ofSection: string[] = [];
  return text.split(/\r?\n/).flatMap((line) => {
    const content = line.replace(/(^|\s)#.*$/, "").trim();
    if (content === "") return [];
    // GitLab's `[Section] @owners` and `^[Section][2]` hand their owners to the rules below that name none.
    const heading = /^\^?\[([^\]]+)\](?:\[\d+\])?\s*(.*)$/.exec(content);
    if (heading !== null) {
      section = (heading[1] ?? "").trim().toLowerCase();
      ofSection = ownersIn((heading[2] ?? "").split(/\s+/));
      return [];
    }
    const [pattern = "", ...rest] = content.split(/(?<!\\)\s+/);
    const owners = ownersIn(rest);
    return [{ section, pattern, owners: owners.length > 0 ? owners : ofSection }];
  });
}

function ownersIn(words: string[]): string[] {
  return words.filter((word) => /^@[^@/\s]+(\/[^@\s]*[^@/\s])?$/.test(word));
}

function isTeam(owner: string): boolean {
  return owner.includes("/");
}

function byFrequency(owners: string[]): string[] {
  const counts = new Map<string, number>();
  for (const owner of owners) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([owner]) => owner);
}

function unique(names: string[]): string[] {
  return [...new Set(names)];
}
