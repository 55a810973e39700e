import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readReadingSettings } from "./reading-settings.js";

describe(readReadingSettings.name, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "reading-settings-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function settings(yaml: string): ReturnType<typeof readReadingSettings> {
    const file = join(folder, "binnacle.yaml");
    await writeFile(file, yaml);
    return readReadingSettings(file);
  }

  it("tells of which reading types histories are kept, and how long which series", async () => {
    const yaml = `
readingTypes: { HealthCheck: { keepHistory: true }, Other: {} }
housekeeping:
  series:
    - { type: HealthCheck, keepFor: 30d }
    - { type: Other, keepLast: 5 }
`;
    expect(await settings(yaml)).toEqual({
      keepHistory: new Set(["HealthCheck"]),
      retention: new Map([["HealthCheck", 30 * 86_400_000]]),
    });
  });

  it("knows of nothing without a file, or where the file says nothing", async () => {
    const nothing = { keepHistory: new Set(), retention: new Map() };
    expect(await readReadingSettings(undefined)).toEqual(nothing);
    expect(await settings("sources: []")).toEqual(nothing);
  });

  it("refuses what the housekeeper would refuse", async () => {
    await expect(settings("housekeeping: { series: [{ type: X, keepFor: long }] }")).rejects.toThrow(
      "housekeeping.series[0].keepFor must be a duration",
    );
  });
});
