import { MAX_TYPE_LENGTH } from "../limits.js";

/** A regular expression of ECMA-262 that other languages read alike. */
export const TYPE_PATTERN = "^[A-Za-z][A-Za-z0-9._:-]*$";

const TYPE = new RegExp(TYPE_PATTERN);

/** Whether this may be the type of a Resource or a Reading. */
export function isValidType(type: string): boolean {
  return type.length <= MAX_TYPE_LENGTH && TYPE.test(type);
}
