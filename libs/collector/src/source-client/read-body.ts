/** A body to its end, or to the chunk with which it became longer than `maxBytes`, after decompression. */
export async function readBody(response: Response, maxBytes: number): Promise<{ body: Buffer; isWhole: boolean }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream, and with it the connection: no more of it is read.
    if (bytes > maxBytes) return { body: Buffer.concat(chunks), isWhole: false };
  }
  return { body: Buffer.concat(chunks), isWhole: true };
}
