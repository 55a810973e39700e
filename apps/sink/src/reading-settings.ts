import { HousekeepingSection, readPolicy, retentionOf } from "@binnacle/housekeeping";
import type { IngestOptions } from "@binnacle/ingest";
import { readCatalogConfiguration, readConfigFile, validateConfiguration } from "@binnacle/platform";

/** What `binnacle.yaml` says of how Readings are kept. */
export type ReadingSettings = Required<Pick<IngestOptions, "keepHistory" | "retention">>;

/** @throws ConfigurationError with a line for every fault of the file */
export async function readReadingSettings(file: string | undefined): Promise<ReadingSettings> {
  const { readingTypes } = await readCatalogConfiguration(file);
  return {
    keepHistory: new Set([...readingTypes].filter(([, { keepHistory }]) => keepHistory).map(([type]) => type)),
    retention: await readRetention(file),
  };
}

/** What the housekeeper erases for its age is not to come back by a late message. */
async function readRetention(file: string | undefined): Promise<Map<string, number>> {
  if (file === undefined) return new Map();
  const { housekeeping } = (await readConfigFile(file)) as { housekeeping?: unknown };
  if (housekeeping === undefined) return new Map();
  return retentionOf(readPolicy(validateConfiguration(HousekeepingSection, { housekeeping }, file).housekeeping, file));
}
