/** Stops what the global set-up, or a test through it, has started. */
export default async function globalTeardown() {
  await globalThis.binnacleTestStack?.end();
}
