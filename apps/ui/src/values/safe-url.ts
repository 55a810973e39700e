const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** Whether a value is an absolute address that may become a link. */
export function isSafeUrl(value: unknown): value is string {
  return typeof value === "string" && URL.canParse(value) && SCHEMES.has(new URL(value).protocol);
}
