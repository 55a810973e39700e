import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { CHECKOUT, readSettings } from "./settings.js";

describe(readSettings.name, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "binnacle-settings-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("scans the checkout and keeps data in it when nothing is said", () => {
    expect(readSettings([], {})).toMatchObject({
      scanned: [CHECKOUT],
      home: join(CHECKOUT, ".binnacle"),
      isPortExplicit: false,
      environment: { HOST: "127.0.0.1", PORT: 3000 },
    });
  });

  it("takes paths as seen from where npm was called", () => {
    const env = { INIT_CWD: join(folder, ".."), BINNACLE_HOME: "data", BINNACLE_CONFIG: "my.yaml" };
    expect(readSettings(["--scan", basename(folder), "--scan", folder], env)).toMatchObject({
      scanned: [folder],
      home: join(folder, "../data"),
      config: join(folder, "../my.yaml"),
    });
  });

  it("says every fault of command line and environment, a line each", () => {
    const read = () =>
      readSettings(["--scan", join(folder, "nowhere")], { PORT: "many", DATABASE_URL: "mysql://x", LOG_LEVEL: "loud" });
    expect(read).toThrow(
      expect.objectContaining({
        faults: [
          expect.stringMatching(/^DATABASE_URL must be /),
          expect.stringMatching(/^LOG_LEVEL must be /),
          expect.stringMatching(/^PORT must be /),
          expect.stringMatching(/^--scan .*nowhere is not a directory$/),
        ],
      }),
    );
  });

  it.each([["--scn", "x"], ["extra"]])("refuses what it does not know: %s", (...args) => {
    expect(() => readSettings(args, {})).toThrow("see npm start -- --help");
  });

  it("wants topic and queue together", () => {
    const queue = { BINNACLE_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/binnacle" };
    expect(() => readSettings([], queue)).toThrow("BINNACLE_TOPIC_ARN must be set where BINNACLE_QUEUE_URL is");
  });
});
