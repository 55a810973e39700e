import { MAX_NAME_CODE_POINTS } from "../limits.js";

/** No character decomposes into more than four, so that composing shrinks a text to a quarter at most. */
const MAX_DECOMPOSITION = 4;
/** Code points that a name may have before normalization. */
export const MAX_RAW_NAME_CODE_POINTS = MAX_NAME_CODE_POINTS * MAX_DECOMPOSITION;

/** Most names: nothing to normalize, nothing to refuse. */
const PLAIN_NAME = new RegExp(`^[ -~]{1,${MAX_NAME_CODE_POINTS}}$`);
// oxlint-disable-next-line no-control-regex -- to refuse them
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f]/;

/** The form in which a name identifies a Resource: Unicode NFC. */
export function normalizeName(name: string): string {
  return name.normalize("NFC");
}

/** Whether this may be the name of a Resource, once normalized. */
export function isValidName(name: string): boolean {
  return readName(name) !== undefined;
}

/** The normalized name; `undefined` if it is not valid. */
export function readName(name: string): string | undefined {
  if (PLAIN_NAME.test(name)) {
    return name;
  }
  return nameFault(name) === undefined ? normalizeName(name) : undefined;
}

/** Why this cannot be a name; `undefined` if it can. */
export function nameFault(name: string): string | undefined {
  if (name === "") {
    return "must not be empty";
  }
  if (!name.isWellFormed()) {
    return "must not contain a lone surrogate";
  }
  const control = CONTROL_CHARACTER.exec(name)?.[0];
  if (control !== undefined) {
    const hex = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return `must not contain the control character U+${hex}`;
  }
  // Normalizing megabytes only to refuse them would be wasted.
  if (name.length > 2 * MAX_RAW_NAME_CODE_POINTS || countCodePoints(normalizeName(name)) > MAX_NAME_CODE_POINTS) {
    return `must have at most ${MAX_NAME_CODE_POINTS} code points after NFC normalization`;
  }
  return undefined;
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) {
    count++;
  }
  return count;
}
