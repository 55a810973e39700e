const NOT_PLAIN = /[^ !#-[\]-~]/;

/** Printable ASCII that needs no escape. */
export function isPlainText(text: string): boolean {
  return !NOT_PLAIN.test(text);
}

/** PostgreSQL's `text` holds neither U+0000 nor unpaired surrogates. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** Prints a string as `jsonb` does: PostgreSQL escapes what `JSON.stringify` escapes, in the same way, as long as it can be stored. */
export function quoteText(text: string): string {
  return isPlainText(text) ? `"${text}"` : JSON.stringify(text);
}
