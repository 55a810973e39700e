import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";

const root = join(import.meta.dirname, "../../..");

describe("the generated types", () => {
  it("are those of docs/openapi.json: `npm run openapi` makes them", async () => {
    const generator = join(root, "node_modules/openapi-typescript/bin/cli.js");
    const target = join(import.meta.dirname, "generated/api.ts");
    const checking = promisify(execFile)(process.execPath, [generator, "docs/openapi.json", "-o", target, "--check"], {
      cwd: root,
    });
    await expect(checking).resolves.toBeDefined();
  });
});
