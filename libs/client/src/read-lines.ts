import { readText } from "./read-text.js";

/** The lines of a body, read as they are asked for. Whoever stops early stops the transfer. */
export async function* readLines(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal?: AbortSignal | null,
): AsyncGenerator<string, void, undefined> {
  let rest = "";
  for await (const text of readText(body, signal)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}
