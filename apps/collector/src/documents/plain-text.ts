const MAX_CODE_POINTS = 500;

/** People's addresses are nobody else's business: `Ada <ada@example.com>` loses the address. */
export function withoutEmails(text: string): string {
  const cleaned = text.replaceAll(/<?[^\s<>()@,;:]+@[^\s<>()@,;:]+\.[^\s<>()@,;:]+>?/g, "").replaceAll(/\s+/g, " ");
  return cleaned.trim();
}

/** At most 500 code points: cut by code units, half a character could be left, which the catalog cannot store. */
export function boundedText(text: string): string {
  const points = [...text];
  return points.length > MAX_CODE_POINTS ? `${points.slice(0, MAX_CODE_POINTS - 1).join("")}…` : text;
}
