import { type CollectContext, Collector, inParallel, type SourceClient } from "@binnacle/collector";
import type { CatalogRecord, ContainerImageInfo } from "@binnacle/contract";
import { BinnacleError } from "@binnacle/errors";
import { catalogClient } from "../../catalog/catalog-client.js";
import { namesInCatalog } from "../../catalog/names-in-catalog.js";
import { warnOfSome } from "../../warn-of-some.js";
import type { ImageName, ImageReport } from "./image-report.js";
import { mapInfo, mapReports } from "./images.mapping.js";
import type { ImagesOptions } from "./images.options.js";
import { readReport } from "./read-report.js";
import { Registries } from "./registries.js";
import { type ReportLocation, reportLocation, type ReportText } from "./report-files.js";

/** How many images are asked about at a time, over all registries. */
const IMAGES_AT_ONCE = 8;

interface Described {
  image: ImageName;
  info: ContainerImageInfo;
  isStated: boolean;
}

/** Publishes what registries say of images, and what scanners and VEX say of their vulnerabilities. */
@Collector({ name: "images", schedule: "every 1h", timeout: "15m" })
export class ImagesCollector implements Collector {
  private readonly catalog: SourceClient | undefined;
  private readonly registries: Registries;
  private readonly reports: ReportLocation[];

  /** @throws ConfigurationError if an environment variable that the options name is not set */
  constructor(private readonly options: ImagesOptions) {
    this.catalog = options.catalog && catalogClient(options.catalog);
    this.registries = new Registries(options.registries, options.platform);
    this.reports = options.reports.map(reportLocation);
  }

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const failures: string[] = [];
    let described = 0;
    for await (const found of this.describeAll(failures)) {
      described++;
      yield* mapInfo(found.image, found.info, found.isStated);
    }
    const unread: string[] = [];
    const documents = await this.readReports(context, unread);
    const [failure] = [...failures, ...unread];
    if (described + documents.length === 0 && failure !== undefined) throw new BinnacleError("SOURCE", failure);
    warnOfSome(context, failures, "images could not be looked up");
    warnOfSome(context, unread, "reports could not be read in full");
    const nameless = documents.filter(({ isScan, images }) => isScan && images.length === 0);
    warnOfSome(
      context,
      nameless.map(({ subject }) => JSON.stringify(subject.slice(0, 200))),
      "reports are of images without a digest of a registry, and are left out",
    );
    yield* mapReports(documents, this.options.packages);
  }

  private async *describeAll(failures: string[]): AsyncGenerator<Described> {
    const stated = new Set(this.options.images);
    const inUse = this.catalog === undefined ? [] : await namesInCatalog(this.catalog, "ContainerImage");
    const references = [...new Set([...stated, ...inUse])];
    const images: ImageName[] = [];
    for await (const found of inParallel(references, IMAGES_AT_ONCE, (reference) => this.describe(reference))) {
      if (typeof found === "string") failures.push(found);
      else {
        images.push(found.image);
        yield { ...found, isStated: stated.has(found.reference) };
      }
    }
    // What cannot be reached for a while is not asked about anew afterwards.
    if (failures.length === 0) this.registries.keepOnly(images);
  }

  /** What is wrong with it instead, in words. */
  private async describe(
    reference: string,
  ): Promise<{ reference: string; image: ImageName; info: ContainerImageInfo } | string> {
    try {
      const image = await this.registries.resolve(reference);
      return { reference, image, info: await this.registries.describe(image) };
    } catch (error) {
      if (error instanceof BinnacleError) return error.message;
      throw error;
    }
  }

  private async readReports(context: CollectContext, failures: string[]): Promise<ImageReport[]> {
    const documents: ImageReport[] = [];
    for (const location of this.reports) {
      for (const file of await filesOf(location, failures)) {
        context.signal.throwIfAborted();
        const report = await contentOf(file, failures);
        if (report === undefined) continue;
        documents.push(report);
        failures.push(...report.faults.map((fault) => `${file.name}: ${fault}`));
      }
    }
    return documents;
  }
}

async function filesOf(location: ReportLocation, failures: string[]): Promise<ReportText[]> {
  return location.files().catch((error: unknown) => {
    failures.push(describe(location.name, error));
    return [];
  });
}

async function contentOf(file: ReportText, failures: string[]): Promise<ImageReport | undefined> {
  try {
    return readReport(await file.read());
  } catch (error) {
    failures.push(describe(file.name, error));
    return undefined;
  }
}

function describe(name: string, error: unknown): string {
  if (!(error instanceof BinnacleError)) throw error;
  return error.message.includes(name) ? error.message : `${name}: ${error.message}`;
}
