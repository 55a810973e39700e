import { readCatalogConfiguration } from "@binnacle/platform";

/**
 * The reading types whose snapshots are also kept as series, by what `binnacle.yaml` says.
 * @throws ConfigurationError with a line for every fault
 */
export async function readKeptHistory(file: string | undefined): Promise<ReadonlySet<string>> {
  const { readingTypes } = await readCatalogConfiguration(file);
  return new Set([...readingTypes].filter(([, { keepHistory }]) => keepHistory).map(([type]) => type));
}
