import { usableText } from "./lockfile-text.js";
import { type LockedPackage, type Lockfile, LockfileError, type LockfileReader } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";
import { pythonIntegrity } from "./python-integrity.js";

const REWRITE = "write it anew, as with `pip freeze` or `pip-compile`";

interface Requirement {
  line: number;
  text: string;
  /** The comments on its line and below, in which pip-compile says who asks for it. */
  comments: string[];
}

/**
 * Requirements files of pip (https://pip.pypa.io/en/stable/reference/requirements-file-format/), as far as they pin: `name==1.2.3`. Files that they include
 * are not followed.
 */
export const requirementsReader: LockfileReader = {
  fileNames: ["requirements.txt"],
  family: "pypi",
  otherNames: /requirements[\w.-]*\.txt$/,

  read(text: string): Lockfile {
    const requirements = requirementsIn(text);
    const isCompiled = requirements.some(({ comments }) => comments.some((comment) => comment.startsWith("via")));
    const packages: LockedPackage[] = [];
    const unversioned: string[] = [];
    for (const requirement of requirements) {
      const found = lockedPackage(requirement, isCompiled);
      if (typeof found === "string") unversioned.push(found);
      else if (found !== undefined) packages.push(found);
    }
    return { packages: mergePackages(packages), unversioned };
  },
};

/** One requirement a line, which a backslash continues; options of pip are none. */
function requirementsIn(text: string): Requirement[] {
  const requirements: Requirement[] = [];
  let continued: Requirement | undefined;
  for (const [index, line] of usableText(text, { rewrite: REWRITE }).split("\n").entries()) {
    const [, code = "", comment] = /^(.*?)(?:(?:^|\s)#(.*))?$/.exec(line) ?? [];
    const words = code.trim();
    const isOpen = words.endsWith("\\");
    const statement = words.replace(/\\$/, "").trim();
    if (comment !== undefined) (continued ?? requirements.at(-1))?.comments.push(comment.trim());
    if (continued !== undefined) continued.text += ` ${statement}`;
    else if (statement !== "") {
      const requirement = { line: index + 1, text: statement, comments: comment === undefined ? [] : [comment.trim()] };
      requirements.push(requirement);
      continued = requirement;
    }
    if (!isOpen) continued = undefined;
  }
  return requirements.filter(({ text }) => !text.startsWith("-") || /^(-e|--editable)\b/.test(text));
}

/** The text instead where it fixes no version. */
function lockedPackage({ line, text, comments }: Requirement, isCompiled: boolean): LockedPackage | string | undefined {
  // Directories are the project itself, or its neighbours.
  if (/^(-e\s|--editable[ =])?\s*(\.|file:)/.test(text)) return undefined;
  const git = /(?:^|\s)git\+\S*@([0-9a-f]{40})(?:#(?:.*&)?egg=([\w.-]+))?/.exec(text);
  const [, name, rest = ""] = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/.exec(text) ?? [];
  const from = /^@\s*/.test(rest) ? name : git?.[2];
  const isDirect =
    !isCompiled || comments.some((comment) => /(^|via |\s)-r |\((pyproject\.toml|setup\.(py|cfg))\)/.test(comment));
  if (git !== null && from !== undefined) {
    const commit = git[1] as string;
    return {
      coordinates: { type: "pypi", name: from, version: commit },
      isDirect,
      scope: "production",
      origin: "git",
      commit,
    };
  }
  if (/^(-e|--editable)\b|:\/\//.test(text)) return text.replace(/:\/\/\S*/, "://…");
  if (name === undefined || !/^($|[=<>!~;@(]|--)/.test(rest)) {
    throw new LockfileError(`line ${line} is no requirement: ${REWRITE}`);
  }
  const version = /^\(?={2,3}\s*([^\s;,*)]+)\)?\s*(?:;.*|--.*)?$/.exec(rest)?.[1];
  if (version === undefined) return name;
  const integrity = pythonIntegrity([...rest.matchAll(/--hash[= ](\S+)/g)].map(([, hash]) => hash as string));
  return {
    coordinates: { type: "pypi", name, version },
    isDirect,
    scope: "production",
    integrity,
  };
}
