import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";

const QUALITY = 72;

/** Where pictures of the pages are kept, if they are asked for by `SCREENSHOTS`: a folder, from the root of the checkout. */
const FOLDER = process.env["SCREENSHOTS"];

/** Keeps a picture of what is to be seen, as WebP, where pictures are asked for. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (FOLDER === undefined) return;
  await mkdir(FOLDER, { recursive: true });
  const session = await page.context().newCDPSession(page);
  // What moves has come to rest by then; the tool's own screenshots know PNG and JPEG only.
  await page.waitForTimeout(1_500);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  await session.detach();
  await writeFile(join(FOLDER, `${name}.webp`), Buffer.from(data, "base64"));
}
