import "reflect-metadata";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fetchDocument } from "../../testing/fetch-document.js";

// Writes the document of the API. It runs from `dist`, after a build.
const target = join(import.meta.dirname, "../../../../../docs/openapi.json");
await writeFile(target, `${JSON.stringify(await fetchDocument(), null, 2)}\n`);
