import { MAX_SOURCE_LENGTH } from "../limits.js";

/** The source of a message that names none. */
export const ANONYMOUS_SOURCE = "anonymous";

export const SOURCE_PATTERN = "^[A-Za-z0-9._:/-]+$";

const SOURCE = new RegExp(SOURCE_PATTERN);

/** Whether this may be the `source` of a message. */
export function isValidSource(source: string): boolean {
  return source.length <= MAX_SOURCE_LENGTH && SOURCE.test(source);
}

/** Whether a source may make claims: a sweep of an unnamed one could remove what others publish. */
export function isNamedSource(source: string): boolean {
  return source !== ANONYMOUS_SOURCE;
}
