import { mkdtemp, rename, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ConfigurationError } from "@binnacle/errors";
import { createLogger } from "@binnacle/platform";
import { until } from "@binnacle/testing";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createTestToken, type TestToken } from "../../testing/test-tokens.js";
import { TokenFileAuthenticator } from "./token-file-authenticator.js";

const ADA = createTestToken("ada", "read");
const BOB = createTestToken("bob", "read");
const textOf = (...tokens: TestToken[]) => JSON.stringify({ tokens: tokens.map(({ entry }) => entry) });

describe(TokenFileAuthenticator.name, () => {
  let folder: string;
  let file: string;
  let lines: string[];
  let opened: TokenFileAuthenticator[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "binnacle-tokens-"));
    file = join(folder, "tokens.yaml");
    lines = [];
    opened = [];
  });
  afterEach(async () => {
    for (const each of opened) each.close();
    await rm(folder, { recursive: true });
  });

  async function open(path = file): Promise<TokenFileAuthenticator> {
    const logger = createLogger({
      name: "test",
      level: "info",
      destination: { write: (line) => void lines.push(line) },
    });
    const authenticator = await TokenFileAuthenticator.open(path, { logger, checkEveryMs: 5 });
    opened.push(authenticator);
    return authenticator;
  }

  const isKnown = async (authenticator: TokenFileAuthenticator, { token }: TestToken): Promise<boolean> =>
    authenticator.authenticate(token).then(
      () => true,
      () => false,
    );

  /** Puts another text in the file's place at once: while it is written it would be seen empty. */
  async function replace(text: string): Promise<void> {
    await writeFile(join(folder, "next"), text);
    await rename(join(folder, "next"), file);
  }

  it("takes tokens that were added and no longer those that were removed, without a restart", async () => {
    await writeFile(file, textOf(ADA));
    const authenticator = await open();
    expect([await isKnown(authenticator, ADA), await isKnown(authenticator, BOB)]).toEqual([true, false]);
    await writeFile(file, textOf(BOB));
    await until("BOB is known", () => isKnown(authenticator, BOB));
    expect(await isKnown(authenticator, ADA)).toBe(false);
  });

  it("sees a file that is replaced, or linked to another, as mounted secrets are", async () => {
    await writeFile(join(folder, "1.yaml"), textOf(ADA));
    await writeFile(join(folder, "2.yaml"), textOf(BOB));
    await symlink("1.yaml", file);
    const authenticator = await open();
    await symlink("2.yaml", join(folder, "link"));
    await rename(join(folder, "link"), file);
    await until("BOB is known", () => isKnown(authenticator, BOB));
  });

  it.each([
    ["is no YAML", "tokens: ["],
    ["has faults", textOf(BOB, BOB)],
    ["is gone", undefined],
  ])("keeps the tokens it has where the file %s, says so once, and goes on looking", async (_, text) => {
    await writeFile(file, textOf(ADA));
    const authenticator = await open();
    await (text === undefined ? unlink(file) : replace(text));
    await until("the fault is told", () => lines.length > 0);
    await wait(30);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: "error", file, faults: expect.any(Array) });
    expect(await isKnown(authenticator, ADA)).toBe(true);
    await replace(textOf(BOB));
    await until("BOB is known", () => isKnown(authenticator, BOB));
  });

  it("refuses to start without a file that is acceptable", async () => {
    await expect(open()).rejects.toThrow(ConfigurationError);
    await expect(open()).rejects.toThrow(`${file} cannot be read (ENOENT)`);
    await writeFile(file, "tokens:\n  - name: ada\n    hash: short\n    scopes: [all]\n");
    await expect(open()).rejects.toThrow(/tokens\[0\] \(ada\): hash .*\n.*scope "all"/);
  });
});
