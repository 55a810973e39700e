import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { withWellKnownTables } from "./well-known-tables.js";

const PAGE = join(import.meta.dirname, "../../../../docs/collectors.md");

describe("the tables of well-known types in docs/collectors.md", () => {
  it("are what the types are now; `npm run contract` writes them", async () => {
    const page = await readFile(PAGE, "utf8");
    expect(page).toBe(withWellKnownTables(page));
  });

  it("replace what stands between the marks, and nothing else", async () => {
    const page = await readFile(PAGE, "utf8");
    const stale = page.replaceAll("| `Team` ", "| `Gang` ").replace("| `HealthCheckSample` ", "| `Sample` ");
    expect(stale).not.toContain("| `Team` ");
    expect(withWellKnownTables(stale)).toBe(page);
    expect(() => withWellKnownTables("# Another page")).toThrow("marks");
  });
});
