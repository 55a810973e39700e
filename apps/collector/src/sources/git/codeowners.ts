/** Where CODEOWNERS may lie; the first that is there counts, as on the forges. */
export const CODEOWNERS_PATHS = [".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

export interface Owners {
  teams: string[];
  users: string[];
}

interface Rule {
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
  const owners = whole?.owners ?? byFrequency(rules.flatMap((rule) => rule.owners));
  return {
    teams: unique(owners.filter(isTeam).map((owner) => owner.slice(owner.lastIndexOf("/") + 1))),
    users: unique(owners.filter((owner) => !isTeam(owner)).map((owner) => owner.slice(1))),
  };
}

function readRules(text: string): Rule[] {
  let ofSection: string[] = [];
  return text.split(/\r?\n/).flatMap((line) => {
    const content = line.replace(/(^|\s)#.*$/, "").trim();
    if (content === "") return [];
    // GitLab's `[Section] @owners` and `^[Section][2]` hand their owners to the rules below that name none.
    const section = /^\^?\[[^\]]+\](?:\[\d+\])?\s*(.*)$/.exec(content);
    if (section !== null) {
      ofSection = ownersIn((section[1] ?? "").split(/\s+/));
      return [];
    }
    const [pattern = "", ...rest] = content.split(/(?<!\\)\s+/);
    const owners = ownersIn(rest);
    return [{ pattern, owners: owners.length > 0 ? owners : ofSection }];
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
