import { type CollectContext, Collector, SourceClient } from "@binnacle/collector";
import { type CatalogRecord, parsePackageUrl } from "@binnacle/contract";
import { catalogClient } from "../../catalog/catalog-client.js";
import { namesInCatalog } from "../../catalog/names-in-catalog.js";
import { warnOfSome } from "../../warn-of-some.js";
import { readLockfiles } from "../dependencies/dependencies.client.js";
import { OsvApiClient, QUERIES_AT_ONCE } from "./osv-api.client.js";
import { ecosystemOf } from "./osv-ecosystem.js";
import { readOsvExport } from "./osv-export.client.js";
import { keyOf } from "./osv-match.js";
import { mapFindings, type PackageVersion, sortPackages } from "./vulnerabilities.mapping.js";
import type { VulnerabilitiesOptions } from "./vulnerabilities.options.js";
import { vulnerabilitiesOf } from "./vulnerabilities-of.js";

/** Publishes the known vulnerabilities of packages, by the OSV database: of its API, or of an export of it. */
@Collector({ name: "vulnerabilities", schedule: "every 6h", timeout: "30m" })
export class VulnerabilitiesCollector implements Collector {
  private readonly catalog: SourceClient | undefined;
  private readonly osv: OsvApiClient;

  /** @throws ConfigurationError if the environment variable of the catalog's token is not set */
  constructor(private readonly options: VulnerabilitiesOptions) {
    const { catalog, apiUrl, requestsPerSecond } = options;
    this.catalog = catalog && catalogClient(catalog);
    this.osv = new OsvApiClient(new SourceClient({ baseUrl: apiUrl, requestsPerSecond }));
  }

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const { known, unknownTypes } = sortPackages(await this.packages());
    if (unknownTypes.length > 0) {
      context.logger.info(
        { types: unknownTypes },
        "packages of these types are not looked up: OSV cannot tell their versions",
      );
    }
    if (this.options.export === undefined) yield* this.askApi(known, context);
    else yield* this.lookInto(this.options.export, known, context);
  }

  private async packages(): Promise<PackageVersion[]> {
    if (this.catalog !== undefined) {
      const names = await namesInCatalog(this.catalog, "SoftwareDependencyVersion");
      return names.flatMap((name) => {
        const { version, ...coordinates } = parsePackageUrl(name) ?? {};
        return version === undefined ? [] : [{ ...(coordinates as PackageVersion), version }];
      });
    }
    const found = await readLockfiles(this.options.directory, this.options.lockfiles);
    return found.flatMap(({ content }) => content.packages.map(({ coordinates }) => coordinates));
  }

  private async *askApi(packages: readonly PackageVersion[], context: CollectContext): AsyncGenerator<CatalogRecord> {
    const failures = new Set<string>();
    for (let start = 0; start < packages.length; start += QUERIES_AT_ONCE) {
      const batch = packages.slice(start, start + QUERIES_AT_ONCE);
      for (const [index, { records, missing }] of (await this.osv.ask(batch)).entries()) {
        for (const failure of missing) failures.add(failure);
        if (missing.length > 0) continue;
        const coordinates = batch[index] as PackageVersion;
        const claimed = new Set(records.map(({ id }) => id));
        yield* mapFindings(coordinates, vulnerabilitiesOf(coordinates, records, claimed));
      }
      context.progress(start + batch.length, packages.length);
    }
    warnOfSome(context, failures, "records could not be fetched, and their packages are left as they are");
  }

  private async *lookInto(
    path: string,
    packages: readonly PackageVersion[],
    context: CollectContext,
  ): AsyncGenerator<CatalogRecord> {
    const { recordsOf, ecosystems, unreadable } = await readOsvExport(
      path,
      new Set(packages.map(keyOf)),
      context.signal,
    );
    const absent = new Set<string>();
    for (const coordinates of packages) {
      const ecosystem = ecosystemOf(coordinates.type) as string;
      if (ecosystems.has(ecosystem)) {
        yield* mapFindings(coordinates, vulnerabilitiesOf(coordinates, recordsOf.get(keyOf(coordinates)) ?? []));
      } else absent.add(ecosystem);
    }
    warnOfSome(context, absent, `ecosystems are not in ${path}, and nothing is said of their packages`);
    warnOfSome(context, unreadable, "files are no OSV records, and are left out");
  }
}
