import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@binnacle/platform";
import { describe, expect, it } from "@jest/globals";
import { runTokenCommand } from "./token-command.js";
import { TokenFileAuthenticator } from "./token-file-authenticator.js";

function run(...args: string[]): { code: number; out: string; err: string } {
  const printed = { out: "", err: "" };
  const code = runTokenCommand(args, {
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
  });
  return { code, ...printed };
}

describe("npm run token", () => {
  it("prints a token, and an entry that makes a provider know it", async () => {
    const args = [
      "--name",
      "orders",
      "--scope",
      "read",
      "--scope",
      "publish:orders/*:Service*",
      "--source",
      "orders/k8s",
    ];
    const { code, out } = run(...args, "--expires-on", "2099-01-31T00:00:00Z");
    expect(code).toBe(0);
    const [, token, yaml] = /^ {2}(binnacle_[A-Za-z0-9_-]{43})$[^]*?^(tokens:\n[^]*)/m.exec(out)!;
    expect(yaml).not.toContain(token);
    const file = join(await mkdtemp(join(tmpdir(), "binnacle-tokens-")), "tokens.yaml");
    await writeFile(file, yaml!);
    const logger = createLogger({ name: "test", level: "silent" });
    const authenticator = await TokenFileAuthenticator.open(file, { logger });
    const { name, source, scopes } = await authenticator.authenticate(token);
    authenticator.close();
    expect({ name, source }).toEqual({ name: "orders", source: "orders/k8s" });
    expect([scopes.has("read"), scopes.mayPublish("orders/aws", "ServiceInstance"), scopes.has("admin")]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("makes another token each time", () => {
    const args = ["--name", "a", "--scope", "read"];
    expect(run(...args).out).not.toBe(run(...args).out);
  });

  it.each([
    [["--scope", "read"], /name must be/],
    [["--name", "a"], /scopes/],
    [["--name", "a", "--scope", "write"], /scope "write" is not known/],
    [["--name", "a", "--scope", "publish:b:*", "--source", "c"], /source must be/],
    [["--nmae", "a"], /--nmae.*Try --help/],
  ])("refuses %j and says why", (args, reason) => {
    const { code, out, err } = run(...args);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(reason);
  });

  it("explains itself", () => {
    expect(run("--help")).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/^Usage: npm run token/) });
  });
});
