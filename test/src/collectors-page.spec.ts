import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  parseMessage,
  readMessage,
  RECORD_KINDS,
  REJECTION_CODES,
  resourceId,
  unknownFields,
  validateRecord,
} from "@binnacle/contract";
import { describe, expect, it } from "@jest/globals";
import { installed } from "./examples/installed.js";

const DOCS = join(import.meta.dirname, "../../docs");
const page = await readFile(join(DOCS, "collectors.md"), "utf8");
const openapi = JSON.parse(await readFile(join(DOCS, "openapi.json"), "utf8"));

const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm"))].map(([, text]) => text!);

/** The cells of the table under these headings. */
function table(...headings: string[]): string[][] {
  const rows = page.split("\n").map((line) => line.split(" | ").map((cell) => cell.replace(/^\|? *| *\|?$/g, "")));
  const start = rows.findIndex((cells) => headings.every((heading, index) => cells[index] === heading));
  expect([headings, start]).toEqual([headings, expect.any(Number)]);
  const end = rows.findIndex(({ length }, index) => index > start && length < headings.length);
  return rows.slice(start + 2, end).map((cells) => cells.map((cell) => cell.replaceAll("`", "")));
}

const examples = blocks("json").filter((text) => !text.includes('"receiptId"'));
const bodies = blocks("sh").flatMap((text) => [...text.matchAll(/-d '([^']*)'/g)].map(([, body]) => body!));

describe("docs/collectors.md", () => {
  it.each([...examples, ...bodies].map((text, index) => ({ text, number: index + 1 })))(
    "has an example $number that the contract accepts, with known fields only",
    ({ text }) => {
      const message = readMessage(parseMessage(text).document);
      expect(message.fault).toBeUndefined();
      if (message.fault) return;
      expect(message.records).not.toHaveLength(0);
      for (const input of message.records) {
        expect(validateRecord(input, { source: message.source }).fault).toBeUndefined();
        expect(unknownFields(input)).toEqual([]);
      }
    },
  );

  it("shows each kind of record, and more than those", () => {
    const shown = new Set([...examples.join("").matchAll(/"kind": "(\w+)"/g)].map(([, kind]) => kind));
    expect(shown).toEqual(new Set(RECORD_KINDS));
    expect(bodies).toHaveLength(1);
  });

  it("shows the intake's answer with the fields that it has", () => {
    const answers = blocks("json").filter((text) => !examples.includes(text));
    const { IntakeAnswer, RejectedItem, Warning } = openapi.components.schemas;
    expect(answers).toHaveLength(1);
    const answer = JSON.parse(answers[0]!);
    expect(new Set(Object.keys(answer))).toEqual(new Set(IntakeAnswer.required));
    expect(Object.keys(answer.rejected[0])).toEqual(RejectedItem.required);
    expect(Object.keys(answer.warnings[0])).toEqual(Warning.required);
  });

  it("tells of every code of a rejection", () => {
    expect(table("code", "why").map(([code]) => code)).toEqual([...REJECTION_CODES]);
  });

  const id = resourceId("Service", "orders");
  const python = installed({ title: "Python", commands: ["python3"], probe: ["--version"] });
  const uuidgen = installed({ title: "uuidgen", commands: ["uuidgen"], probe: ["--sha1", "-n", "@url", "-N", "x"] });

  it("prints the right id", () => {
    expect(page).toContain(`\`${id}\``);
  });

  (python ? it : it.skip)(`computes an id in Python as we do${python ? "" : " (skipped: no Python here)"}`, () => {
    expect(execFileSync(python!, ["-c", blocks("python")[0]!], { encoding: "utf8" }).trim()).toBe(id);
  });

  (uuidgen ? it : it.skip)(`computes an id in shell as we do${uuidgen ? "" : " (skipped: no uuidgen here)"}`, () => {
    const script = blocks("sh").find((text) => text.startsWith("uuidgen"))!;
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" }).trim()).toBe(id);
  });

  it.each(["collectors.md", "collectors/README.md", "../examples/README.md"])(
    "is linked well, as is %s",
    async (file) => {
      const text = await readFile(join(DOCS, file), "utf8");
      const targets = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!);
      expect(targets.filter((target) => !existsSync(join(DOCS, dirname(file), target)))).toEqual([]);
    },
  );
});

describe("docs/collectors/README.md", () => {
  it("lists every page of the folder, by name", async () => {
    const index = await readFile(join(DOCS, "collectors/README.md"), "utf8");
    const listed = [...index.matchAll(/^- \[([^\]]+)\]\((?:\1)\.md\): \S/gm)].map(([, name]) => `${name}.md`);
    const pages = (await readdir(join(DOCS, "collectors"))).filter((name) => name !== "README.md");
    expect(listed).toEqual(pages.toSorted());
  });
});
