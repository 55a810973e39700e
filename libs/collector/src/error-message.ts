/** What went wrong in one line, with the causes: `fetch failed` alone says nothing. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const message = error.message || String((error as { code?: unknown }).code ?? error.name);
  return cause instanceof Error ? `${message}: ${messageOf(cause)}` : message;
}
