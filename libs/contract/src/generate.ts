import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contractFiles } from "./schema/contract-files.js";
import { withWellKnownTables } from "./schema/well-known-tables.js";

// Writes the generated files of the contract, and the tables of the page on collectors. It runs from `dist`, after a build.
const target = join(import.meta.dirname, "../../../docs/contract");

await mkdir(target, { recursive: true });
for (const [name, text] of contractFiles()) {
  await writeFile(join(target, name), text);
}

const page = join(target, "../collectors.md");
await writeFile(page, withWellKnownTables(await readFile(page, "utf8")));
