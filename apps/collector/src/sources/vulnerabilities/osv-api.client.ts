import type { PackageCoordinates } from "@binnacle/contract";
import type { SourceClient } from "@binnacle/collector";
import { BinnacleError } from "@binnacle/errors";
import { osvPackageOf, osvVersionOf } from "./osv-ecosystem.js";
import { type OsvRecord, readOsvRecord } from "./osv-record.js";

/** What OSV says of one version of a package: its own matching, and the records. */
export interface OsvAnswer {
  coordinates: PackageCoordinates;
  records: OsvRecord[];
  /** Records that could not be fetched, each with the reason: without them nothing can be said of the package. */
  missing: string[];
}

/** What OSV's API takes in one request. */
export const QUERIES_AT_ONCE = 1_000;

/** The API pages by time and by number; nobody has seen a package with more. */
const MAX_PAGES = 100;

interface Query {
  index: number;
  pageToken?: string;
}

interface Batch {
  results?: ({ vulns?: { id?: unknown; modified?: unknown }[] | null; next_page_token?: unknown } | null)[];
}

/** Asks https://google.github.io/osv.dev/api/; keeps the records that it has seen, which the API's answers name by id and time of change. */
export class OsvApiClient {
  private readonly records = new Map<string, { modified: string; record: OsvRecord }>();

  constructor(private readonly client: SourceClient) {}

  /**
   * Of at most `QUERIES_AT_ONCE` packages, of ecosystems that OSV has.
   * @throws SourceError where it cannot be asked
   */
  async ask(packages: readonly PackageCoordinates[]): Promise<OsvAnswer[]> {
    const changes = await this.query(packages);
    const wanted = new Map(changes.flatMap((found) => [...found]));
    const failures = await this.fetch(wanted);
    return packages.map((coordinates, index) => {
      const ids = [...(changes[index] as Map<string, string>).keys()];
      return {
        coordinates,
        records: ids.flatMap((id) => this.records.get(id)?.record ?? []),
        missing: ids.flatMap((id) => failures.get(id) ?? []),
      };
    });
  }

  /** For every package the ids that OSV names, each with the time at which it last changed. */
  private async query(packages: readonly PackageCoordinates[]): Promise<Map<string, string>[]> {
    const found = packages.map(() => new Map<string, string>());
    let queries: Query[] = packages.map((_, index) => ({ index }));
    for (let page = 0; queries.length > 0; page++) {
      if (page === MAX_PAGES) throw new BinnacleError("SOURCE", `OSV gives more than ${MAX_PAGES} pages for one query`);
      const { results } = await this.post(queries, packages);
      queries = queries.flatMap(({ index }, position) => {
        const result = results[position];
        for (const { id, modified } of result?.vulns ?? []) {
          if (typeof id === "string") found[index]?.set(id, String(modified));
        }
        const token = result?.next_page_token;
        return typeof token === "string" && token !== "" ? [{ index, pageToken: token }] : [];
      });
    }
    return found;
  }

  private async post(queries: Query[], packages: readonly PackageCoordinates[]): Promise<Required<Batch>> {
    const answer = await this.client.request({
      method: "POST",
      path: "/v1/querybatch",
      json: {
        queries: queries.map(({ index, pageToken }) => {
          const coordinates = packages[index] as PackageCoordinates;
          return {
            package: osvPackageOf(coordinates),
            version: osvVersionOf(coordinates),
            ...(pageToken === undefined ? {} : { page_token: pageToken }),
          };
        }),
      },
    });
    const { results } = answer.json<Batch>();
    // Answers belong to queries by their place alone.
    if (!Array.isArray(results) || results.length !== queries.length) {
      throw new BinnacleError(
        "SOURCE",
        `OSV answered ${queries.length} queries with ${results?.length ?? "no"} results`,
      );
    }
    return { results };
  }

  /** Fetches what is not known as of its last change; returns the reasons of those that could not be. */
  private async fetch(wanted: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    const failures = new Map<string, string>();
    const outdated = [...wanted].filter(([id, modified]) => this.records.get(id)?.modified !== modified);
    const fetchOne = async ([id, modified]: [string, string]): Promise<void> => {
      this.records.delete(id);
      try {
        const record = readOsvRecord(await this.client.getJson(`/v1/vulns/${encodeURIComponent(id)}`));
        if (record === undefined) failures.set(id, `${id} is no OSV record`);
        else this.records.set(id, { modified, record });
      } catch (error) {
        if (!(error instanceof BinnacleError)) throw error;
        failures.set(id, error.message);
      }
    };
    // The client asks for a few at a time.
    await Promise.all(outdated.map(fetchOne));
    return failures;
  }
}
