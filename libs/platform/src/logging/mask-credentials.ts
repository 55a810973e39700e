/** Hides the password of every URL in a text: `postgres://user:***@host`. */
export function maskCredentials(text: string): string {
  return text.includes("://") ? text.replaceAll(/(:\/\/[^\s"/:@]*):[^\s"/@]+@/g, "$1:***@") : text;
}
