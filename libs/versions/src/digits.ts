/** Orders texts of decimal digits by their value, however long they are. */
export function compareDigits(a: string, b: string): number {
  const left = withoutLeadingZeros(a);
  const right = withoutLeadingZeros(b);
  return left.length - right.length || compareText(left, right);
}

export function isZero(digits: string): boolean {
  return withoutLeadingZeros(digits) === "";
}

/** By UTF-16 code units. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

/** The first difference of two lists; where one has ended, its place is taken by `padding`. */
export function compareLists<T>(a: readonly T[], b: readonly T[], padding: T, compare: (a: T, b: T) => number): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = compare(a[index] ?? padding, b[index] ?? padding);
    if (difference !== 0) return difference;
  }
  return 0;
}

function withoutLeadingZeros(digits: string): string {
  return digits.replace(/^0+/, "");
}
