/**
 * The pieces of text of a body, as they come. Whoever stops early stops the transfer, and so does the signal: Node.js forgets that of a
 * request once the request is collected as garbage, and a body may go on for days.
 * @throws the signal's reason
 */
export async function* readText(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal?: AbortSignal | null,
): AsyncGenerator<string, void, undefined> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener("abort", cancel);
  try {
    signal?.throwIfAborted();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      yield piece.value;
      signal?.throwIfAborted();
    }
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener("abort", cancel);
    // After an error there is nothing left to cancel.
    cancel();
  }
}
