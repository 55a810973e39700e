/** No double has more digits than these that come back as they were written. */
const SURE_DIGITS = 15;
/** What every number has that a double may round: more digits than that, or an exponent of three. */
const MAY_BE_ROUNDED = /[0-9.]{16}|[eE]\+?[0-9]{3}/;

/** A number that JavaScript cannot hold, by its digits as they came. */
export class ExactNumber {
  constructor(readonly digits: string) {}

  toString(): string {
    return this.digits;
  }

  /** Copied as it came, where the browser can. */
  toJSON(): unknown {
    const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };
    return rawJSON ? rawJSON(this.digits) : Number(this.digits);
  }
}

type Reviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown;

/** Parses JSON without losing a digit: what a double would round is an ExactNumber. Older browsers do not tell the digits, and round. */
export function parseExactly(text: string): unknown {
  // A reviver makes parsing several times slower, and hardly any answer needs one.
  if (!MAY_BE_ROUNDED.test(text)) return JSON.parse(text);
  const revive: Reviver = (_key, value, context) =>
    typeof value === "number" && context?.source !== undefined && isRounded(value, context.source)
      ? new ExactNumber(context.source)
      : value;
  return JSON.parse(text, revive as (this: unknown, key: string, value: unknown) => unknown);
}

function isRounded(value: number, source: string): boolean {
  if (String(value) === source) return false;
  const digits = source
    .replace(/[eE].*$/, "")
    .replaceAll(/[-.]/g, "")
    .replace(/^0+/, "")
    .replace(/0+$/, "");
  return !Number.isFinite(value) || digits.length > SURE_DIGITS;
}

/** The same value in plain JSON, with numbers rounded, for those who know no other. */
export function asPlain(value: unknown): unknown {
  if (value instanceof ExactNumber) return Number(value.digits);
  if (Array.isArray(value)) return value.map(asPlain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asPlain(inner)]));
}
