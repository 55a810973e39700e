import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The folder of the built UI; `undefined` where it was not built, or not installed with the provider. */
export function findUi(): string | undefined {
  try {
    const folder = join(dirname(createRequire(import.meta.url).resolve("@binnacle/app-ui/package.json")), "dist");
    return existsSync(join(folder, "index.html")) ? folder : undefined;
  } catch {
    return undefined;
  }
}
