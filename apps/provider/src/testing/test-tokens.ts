import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashText, makeToken } from "../auth/tokens/token.js";

/** A token of a test, and its entry in the file. */
export interface TestToken {
  token: string;
  entry: { name: string; hash: string; scopes: string[] };
}

export function createTestToken(name: string, ...scopes: string[]): TestToken {
  const token = makeToken();
  return { token, entry: { name, hash: hashText(token), scopes } };
}

/** Writes a token file, JSON as YAML has it, into a folder of its own. */
export async function writeTokenFile(...tokens: TestToken[]): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "binnacle-tokens-")), "tokens.yaml");
  await writeFile(file, JSON.stringify({ tokens: tokens.map(({ entry }) => entry) }));
  return file;
}

export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}
