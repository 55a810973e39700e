import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect } from "@jest/globals";
import { inBrowser } from "./in-browser.js";
import type { UiSite } from "./ui-site.js";

const TOKEN = `bnc_${"a".repeat(43)}`;

/** Who uses the UI, where the provider asks. */
export function loginCases(site: UiSite): void {
  describe("signing in by a token", () => {
    inBrowser("refuses one that is not known, and keeps a good one in memory only", async () => {
      const folder = await mkdtemp(join(tmpdir(), "tokens-"));
      const file = join(folder, "tokens.yaml");
      const hash = createHash("sha256").update(TOKEN).digest("hex");
      await writeFile(file, `tokens: [{ name: ada, hash: "sha256:${hash}", scopes: [read] }]`);
      const provider = await site.stack.startProvider({ BINNACLE_AUTH: "tokens", BINNACLE_TOKENS_FILE: file });
      const page = await site.context.newPage();
      await page.goto(`${provider.url}/services?q=stock`);
      await page.getByRole("heading", { name: "Sign in to Binnacle" }).waitFor();
      expect(await site.violations(page)).toEqual([]);
      expect(await site.isTooWide(page)).toBe(false);

      await page.getByLabel("Token").fill("wrong");
      await page.keyboard.press("Enter");
      await page.getByText("The provider does not know this token", { exact: false }).waitFor();
      await page.getByLabel("Token").fill(TOKEN);
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: "stock-1" }).waitFor();
      await page.getByText("Live", { exact: true }).waitFor();
      expect(page.url()).toBe(`${provider.url}/services?q=stock`);

      const kept = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])";
      expect(await page.evaluate(kept)).not.toContain(TOKEN);
      await page.reload();
      await page.getByRole("heading", { name: "Sign in to Binnacle" }).waitFor();
      await page.close();
      await rm(folder, { recursive: true });
    });
  });
}
