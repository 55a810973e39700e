import { describe, expect } from "@jest/globals";
import { eventually } from "../eventually.js";
import { inBrowser } from "./in-browser.js";
import type { UiSite } from "./ui-site.js";

/** What a page asks for again by itself it has asked for again by then. */
const REFRESHED_MS = 15_000;

/** How data comes in, and what is done by hand about it. */
export function pipelineCases(site: UiSite): void {
  describe("the pipeline", () => {
    inBrowser("tells who publishes, how much comes in, and how far the queue has come", async () => {
      const { page } = site;
      await site.open("/pipeline");
      const rejecting = page.getByRole("listitem").filter({ hasText: "orders-team/k8s" });
      await rejecting.getByText("3 rejected").waitFor();
      await rejecting.getByText("reports no runs").waitFor();
      const sample = page.getByRole("listitem").filter({ hasText: /^sample/ });
      await sample.getByText("ok", { exact: true }).waitFor();
      // The housekeeper publishes a probe each second here.
      await page.getByText(/^[\d.]+ \/(s|min)$/).waitFor();
      await page.getByText("newest probe that came through").waitFor();
      expect(await page.getByText("all that came before it is in the catalog", { exact: false }).count()).toBe(1);
    });

    inBrowser("narrows down what is collected by its state, in the URL", async () => {
      const { page } = site;
      await site.open("/pipeline?tab=freshness");
      await page.getByRole("region", { name: "Freshness by source and reading type" }).waitFor();
      await page.getByText(/^unknown \d+$/).click();
      await page.waitForURL(/tab=freshness&state=unknown/);
      await page.reload();
      await page.getByRole("region", { name: "Freshness by source and reading type" }).waitFor();
    });

    inBrowser("gives the reason of a rejection, sends its record once more, and deletes it", async () => {
      const page = await site.pageInItsTime();
      await page.goto(`${site.stack.provider.url}/pipeline?tab=rejections`);
      const card = page.locator(".mantine-Card-root", { hasText: "CLOCK_AHEAD" });
      await card.getByRole("button", { name: "Show the record" }).click();
      await card.getByText("2999-01-01T00:00:00Z").waitFor();
      await card.getByRole("button", { name: "Redrive" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Redrive" }).click();
      await page.getByText("The record was published once more", { exact: false }).waitFor();
      // Its cause is still there, so it is refused a second time.
      await eventually(async () => {
        await page.clock.fastForward(REFRESHED_MS);
        await card.getByText("2 times", { exact: false }).waitFor({ timeout: 1_000 });
      });

      await card.getByRole("button", { name: "Delete" }).click();
      // The first thing that has the focus does no harm.
      await eventually(async () => expect(await page.evaluate("document.activeElement.textContent")).toBe("Cancel"));
      expect(await site.violations(page)).toEqual([]);
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await page.getByText("The rejection was deleted.").waitFor();
      await card.waitFor({ state: "hidden" });
      await page.context().close();
    });

    inBrowser("has what housekeeping holds approved, and takes back what it did", async () => {
      const { page } = site;
      await site.open("/pipeline?tab=housekeeping");
      const plan = page.locator(".mantine-Card-root", { hasText: "old-jobs" });
      await plan.getByText("job-1").waitFor();
      await plan.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
      await page.getByText("will go within moments", { exact: false }).waitFor();
      await eventually(async () => {
        expect(JSON.parse(await site.stack.read("/resources?type=BatchJob")).items).toEqual([]);
      });

      const run = page.locator(".mantine-Card-root", { hasText: "old-previews" });
      await run.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
      await page.getByText("will be there again within moments", { exact: false }).waitFor();
      await eventually(async () => {
        expect(JSON.parse(await site.stack.read("/resources?type=PreviewEnvironment")).items).toHaveLength(4);
      });
    });
  });
}
