/** What the run's shared servers are reached by; Jest's global set-up starts each when it is first asked for. */
export interface TestStack {
  postgres: { url: string };
  emulator: { endpoint: string };
}

/** Asks the global set-up for a part of the stack, from whatever worker. */
export async function useTestStack<Part extends keyof TestStack>(part: Part): Promise<TestStack[Part]> {
  const address = process.env["BINNACLE_TEST_STACK"];
  if (!address) throw new Error("BINNACLE_TEST_STACK is not set: run tests from the root, where jest.config.js is");
  // A connection that is kept may be closed in the very moment in which it is used again.
  const response = await fetch(`${address}/${part}`, { headers: { connection: "close" } });
  const body = await response.text();
  if (!response.ok) throw new Error(`The test stack did not start ${part}: ${body}`);
  return JSON.parse(body) as TestStack[Part];
}
