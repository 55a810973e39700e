import { BinnacleError, TransientError } from "@binnacle/errors";

type Body = ReadableStream<Uint8Array> | null;

/**
 * The whole body as text.
 * @throws BinnacleError `TOO_LARGE` beyond `maxBytes`, without reading the rest
 */
export async function readText(body: Body, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(body)) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The body line by line, as they arrive. */
export async function* linesOf(body: Body, maxLineBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunksOf(body)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    if (rest.length > maxLineBytes) throw tooLarge(maxLineBytes);
    yield* lines.filter((line) => line !== "");
  }
  if (rest !== "") yield rest;
}

async function* chunksOf(body: Body): AsyncGenerator<Uint8Array> {
  try {
    if (body) yield* body;
  } catch (error) {
    if ((error as Error).name === "AbortError" || (error as Error).name === "TimeoutError") throw error;
    throw new TransientError("the answer was cut off", { cause: error });
  }
}

function tooLarge(maxBytes: number): BinnacleError {
  return new BinnacleError("TOO_LARGE", `the answer is larger than ${maxBytes} bytes`);
}
