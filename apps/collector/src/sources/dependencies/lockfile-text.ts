import { parse as parseToml } from "smol-toml";
import { parseAllDocuments } from "yaml";
import { fieldsOf, isObject, type DocumentFields } from "../../documents/document-fields.js";
import { LockfileError } from "./lockfile.js";

/** What to do about a file that cannot be read, as half a sentence. */
export interface Advice {
  rewrite: string;
  /** About conflicts of a merge; without it as `rewrite`. */
  resolve?: string;
}

/**
 * The text without its byte order mark, and with plain line ends.
 * @throws LockfileError if it is empty, holds conflicts, or is no text at all
 */
export function usableText(text: string, { rewrite, resolve = rewrite }: Advice): string {
  const usable = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  if (usable.trim() === "") throw new LockfileError(`it is empty: ${rewrite}`);
  if (usable.includes("\0")) throw new LockfileError(`it is no text: ${rewrite}`);
  const conflict = /^<{7} /m.exec(usable);
  if (conflict === null) return usable;
  throw new LockfileError(`it holds unresolved merge conflicts (line ${lineAt(usable, conflict.index)}): ${resolve}`);
}

/** @throws LockfileError that tells the place, and quotes nothing of the file */
export function parseJsonText(text: string, advice: Advice): unknown {
  const usable = usableText(text, advice);
  try {
    return JSON.parse(usable);
  } catch (cause) {
    // The rest of V8's message quotes the file.
    const place = /\(line \d+ column \d+\)/.exec((cause as Error).message)?.[0] ?? "(it ends too early)";
    throw new LockfileError(`it is not valid JSON ${place}: ${advice.rewrite}`, { cause });
  }
}

/**
 * The last document, in which every scalar is a text: `1.10` is no number here, and `on` no truth.
 * @throws LockfileError that tells the place, and quotes nothing of the file
 */
export function parseYamlText(text: string, advice: Advice): DocumentFields {
  const usable = usableText(text, advice);
  const parsed = parseAllDocuments(usable, { schema: "failsafe", logLevel: "silent" });
  const document = Array.isArray(parsed) ? parsed.at(-1) : undefined;
  const fault = document?.errors[0];
  if (document === undefined || fault !== undefined) {
    throw new LockfileError(`it is not valid YAML (line ${lineAt(usable, fault?.pos[0] ?? 0)}): ${advice.rewrite}`);
  }
  try {
    const content: unknown = document.toJS();
    if (isObject(content)) return content;
  } catch (cause) {
    throw new LockfileError(`its YAML cannot be read: ${advice.rewrite}`, { cause });
  }
  throw new LockfileError(`it is YAML, but holds no fields: ${advice.rewrite}`);
}

/** @throws LockfileError that tells the place, and quotes nothing of the file */
export function parseTomlText(text: string, advice: Advice): DocumentFields {
  const usable = usableText(text, advice);
  try {
    return fieldsOf(parseToml(usable));
  } catch (cause) {
    const { line } = cause as { line?: unknown };
    const place = typeof line === "number" ? ` (line ${line})` : "";
    throw new LockfileError(`it is not valid TOML${place}: ${advice.rewrite}`, { cause });
  }
}

/** For a manifest: what the project asks for is worth knowing, and one that is broken is as good as none. */
export function orNothing<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof LockfileError) return undefined;
    throw error;
  }
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
