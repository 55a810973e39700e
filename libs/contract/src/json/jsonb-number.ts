import { MAX_NUMBER_DIGITS } from "../limits.js";

const EXPONENT_MARK = /[eE]/;
const SIGNIFICANT_DIGIT = /[1-9]/;

/**
 * Prints a JSON number token as PostgreSQL's `numeric` does: written out, with the decimals that are left once the exponent is applied.
 * `undefined` if that takes more than `MAX_NUMBER_DIGITS` digits, which is computed and not tried.
 */
export function numericText(token: string): string | undefined {
  const isNegative = token.startsWith("-");
  const exponentMark = token.search(EXPONENT_MARK);
  const mantissa = token.slice(isNegative ? 1 : 0, exponentMark < 0 ? token.length : exponentMark);
  // Beyond 2^53 this is inexact, or infinite; then so many digits are out of the question (or the number is 0) either way.
  const exponent = exponentMark < 0 ? 0 : Number(token.slice(exponentMark + 1));

  const point = mantissa.indexOf(".");
  const digits = point < 0 ? mantissa : mantissa.slice(0, point) + mantissa.slice(point + 1);
  const integerLength = (point < 0 ? mantissa.length : point) + exponent;
  const firstSignificant = digits.search(SIGNIFICANT_DIGIT);
  const isZero = firstSignificant < 0;

  const integerDigits = isZero ? 1 : Math.max(1, integerLength - firstSignificant);
  const decimals = Math.max(0, digits.length - integerLength);
  if (integerDigits + decimals > MAX_NUMBER_DIGITS) {
    return undefined;
  }

  const integer =
    isZero || integerLength <= firstSignificant
      ? "0"
      : digits.slice(firstSignificant, integerLength).padEnd(integerDigits, "0");
  const fraction = decimals === 0 ? "" : `.${digits.slice(Math.max(0, integerLength)).padStart(decimals, "0")}`;
  return `${isNegative && !isZero ? "-" : ""}${integer}${fraction}`;
}
