import { describe, expect } from "@jest/globals";
import { inBrowser } from "./in-browser.js";
import { screenshot } from "./screenshot.js";
import { UI_PAGES } from "./ui-pages.js";
import { NARROW, WIDE, type UiSite } from "./ui-site.js";

/** How each page looks: nothing in anybody's way, no sideways scrolling, dark and light, wide and narrow. */
export function looksCases(site: UiSite): void {
  describe("every page", () => {
    for (const { name, path, heading, isShownNarrow } of UI_PAGES) {
      inBrowser(`${name} fits, dark and light, and is in nobody's way`, async () => {
        const { page } = site;
        site.complaints.length = 0;
        await page.setViewportSize(WIDE);
        await page.emulateMedia({ colorScheme: "light" });
        await site.open(path);
        await page.getByRole("heading", { name: heading, exact: true }).first().waitFor();
        await site.settled();
        const seen: unknown[] = [];
        for (const [size, colorScheme] of [
          [WIDE, "light"],
          [NARROW, "dark"],
        ] as const) {
          await page.setViewportSize(size);
          await page.emulateMedia({ colorScheme });
          await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
          await site.settled();
          if (colorScheme === "light") await screenshot(page, name);
          else if (isShownNarrow) await screenshot(page, `${name}-narrow`);
          seen.push({ colorScheme, violations: await site.violations(), isTooWide: await site.isTooWide() });
        }
        expect(seen).toEqual([
          { colorScheme: "light", violations: [], isTooWide: false },
          { colorScheme: "dark", violations: [], isTooWide: false },
        ]);
        expect(site.complaints).toEqual([]);
        await page.setViewportSize(WIDE);
        if (isShownNarrow) await screenshot(page, `${name}-dark`);
        await page.emulateMedia({ colorScheme: "light" });
      });
    }
  });
}
