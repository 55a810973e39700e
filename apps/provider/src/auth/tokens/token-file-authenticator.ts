import { readFile } from "node:fs/promises";
import { ConfigurationError } from "@binnacle/errors";
import { readConfigFile, type Logger } from "@binnacle/platform";
import { UnauthenticatedError } from "../auth-errors.js";
import type { Authenticator } from "../authenticator.js";
import type { Principal } from "../principal.js";
import { readTokenFile } from "./token-file.js";
import { TokenHolders } from "./token-holders.js";

export interface TokenFileOptions {
  logger: Logger;
  /** How often it is looked whether the file has changed; 2,000 ms by default. */
  checkEveryMs?: number;
}

const CHECK_EVERY_MS = 2_000;

/** Knows the tokens of a file. The file may change: tokens come and go without a restart. */
export class TokenFileAuthenticator implements Authenticator {
  private readonly checking: NodeJS.Timeout;
  private isChecking = false;

  private constructor(
    private readonly path: string,
    private text: string,
    private holders: TokenHolders,
    private readonly logger: Logger,
    checkEveryMs: number,
  ) {
    // The text itself is compared: mounted secrets change by a link, which watchers miss, and the file is small.
    this.checking = setInterval(() => void this.check(), checkEveryMs).unref();
  }

  /** @throws ConfigurationError with a line for every fault of the file */
  static async open(path: string, { logger, checkEveryMs = CHECK_EVERY_MS }: TokenFileOptions) {
    const { text, holders } = await readHolders(path);
    return new TokenFileAuthenticator(path, text, holders, logger, checkEveryMs);
  }

  async authenticate(token: string | undefined): Promise<Principal> {
    if (token === undefined) throw new UnauthenticatedError("A token is needed");
    return this.holders.holderOf(token);
  }

  close(): void {
    clearInterval(this.checking);
  }

  private async check(): Promise<void> {
    if (this.isChecking) return;
    this.isChecking = true;
    try {
      const text = await readText(this.path);
      if (text === this.text) return;
      // Kept before it is read, so that a bad version is told of once.
      this.text = text;
      ({ holders: this.holders } = await readHolders(this.path));
      this.logger.info({ file: this.path }, "the token file has changed and was read again");
    } catch (error) {
      const faults = error instanceof ConfigurationError ? error.faults : [(error as Error).message];
      this.logger.error(
        { file: this.path, faults },
        "the token file has changed and is not acceptable; the tokens before stay",
      );
    } finally {
      this.isChecking = false;
    }
  }
}

async function readHolders(path: string): Promise<{ text: string; holders: TokenHolders }> {
  // The text first: where the file changes in between, the next look finds it changed.
  const text = await readText(path);
  const content = await readConfigFile(path);
  return { text, holders: new TokenHolders(readTokenFile(content, path)) };
}

/** Whether it can be read at all is told by who reads it for what it means. */
function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
