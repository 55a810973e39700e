import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contractFiles } from "./schema/contract-files.js";

// Writes the generated files of the contract. It runs from `dist`, after a build.
const target = join(import.meta.dirname, "../../../docs/contract");

await mkdir(target, { recursive: true });
for (const [name, text] of contractFiles()) {
  await writeFile(join(target, name), text);
}
