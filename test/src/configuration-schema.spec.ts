import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { Ajv, type ValidateFunction } from "ajv";
import { parse } from "yaml";

const ROOT = join(import.meta.dirname, "../..");

describe("the JSON Schema of binnacle.yaml", () => {
  it("is what the classes say now; `npm run schema` writes it", async () => {
    await promisify(execFile)(process.execPath, [join(ROOT, "scripts/configuration-schema.mjs"), "--check"]);
  });

  it("accepts every example of the documentation", async () => {
    const isConfiguration = await compileSchema();
    const examples = await readExamples();
    const faults = examples.flatMap(({ page, content }) =>
      isConfiguration(content) ? [] : [{ page, errors: isConfiguration.errors, content }],
    );
    expect(faults).toEqual([]);
    const pages = new Set(examples.map(({ page }) => page));
    for (const page of globSync("docs/collectors/[!R]*.md", { cwd: ROOT })) expect(pages).toContain(page);
  });

  it.each([
    ["a source that there is not", { sources: [{ use: "gitt" }] }],
    ["an option that there is not", { sources: [{ use: "git", options: { directroy: "." } }] }],
    ["an option of another source", { sources: [{ use: "git", options: { targets: [] } }] }],
    ["a source without the options that it needs", { sources: [{ use: "health" }] }],
    ["a schedule of what receives", { sources: [{ use: "incidents", schedule: "every 5m", options: { port: 9000 } }] }],
    ["a value out of range", { sources: [{ use: "git", options: { maxDeployments: 0 } }] }],
    ["a rule without a type", { housekeeping: { rules: [{ name: "a", createdBefore: "1d" }] } }],
    ["a section that there is not", { source: [] }],
  ])("refuses %s", async (_, content) => {
    expect((await compileSchema())(content)).toBe(false);
  });
});

async function compileSchema(): Promise<ValidateFunction> {
  const schema = JSON.parse(await readFile(join(ROOT, "docs/binnacle.schema.json"), "utf8")) as object;
  return new Ajv({ validateFormats: false, allowUnionTypes: true, strictTypes: false }).compile(schema);
}

/** What pages show of binnacle.yaml: blocks of YAML that begin with one of its sections. */
async function readExamples(): Promise<{ page: string; content: unknown }[]> {
  const pages = globSync("{README.md,apps/*/README.md,docs/**/*.md}", { cwd: ROOT });
  const texts = await Promise.all(pages.map(async (page) => [page, await readFile(join(ROOT, page), "utf8")] as const));
  return texts.flatMap(([page, text]) =>
    [...text.matchAll(/```yaml\n(.*?)```/gs)].flatMap(([, block = ""]) =>
      /^(?:#.*\n)*(?:sources|fields|readingTypes|housekeeping|scorecards):/.test(block)
        ? [{ page, content: parse(block) as unknown }]
        : [],
    ),
  );
}
