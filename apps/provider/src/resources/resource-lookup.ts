import { resourceId } from "@binnacle/contract";
import { NotFoundError } from "@binnacle/errors";
import { readResources, type CatalogResource, type Database, type TypeNameKey } from "@binnacle/store";
import { MAX_PAGE_BYTES } from "../paging/read-page.js";
import { TooLargeError } from "../request-errors.js";
import { readEmbedded, type ReadingSelection } from "./embedded-readings.js";
import { resourceJson } from "./resource-json.js";

/** How many Resources with readings are put together at a time. */
const CHUNK = 16;

/** Finds Resources that are known by id, or by type and name. */
export class ResourceLookup {
  constructor(private readonly database: Database) {}

  /** @throws NotFoundError if it is absent */
  async requirePresent(id: string): Promise<CatalogResource> {
    const [resource] = await readResources(this.database, [id]);
    if (!resource) throw new NotFoundError(`There is no Resource ${id}`);
    return resource;
  }

  /**
   * What is read of a Resource, provided that it is present. Both are asked for at once, over two connections: it is, nearly always.
   * @throws NotFoundError if it is absent
   */
  async ofPresent<Result>(id: string, read: () => Promise<Result>): Promise<Result> {
    const reading = read();
    // That it is absent is said rather than what is wrong besides.
    reading.catch(() => undefined);
    await this.requirePresent(id);
    return reading;
  }

  /** The Resource as JSON text. @throws NotFoundError if it is absent */
  async byId(id: string, readings: ReadingSelection): Promise<string> {
    const resource = await this.requirePresent(id);
    const [embedded] = await readEmbedded(this.database, [resource], readings);
    return resourceJson(resource, embedded);
  }

  /** The Resource as JSON text. @throws NotFoundError if it is absent */
  async byName({ type, name }: TypeNameKey, readings: ReadingSelection): Promise<string> {
    const id = resourceId(type, name);
    return this.byId(id, readings).catch((error: unknown) => {
      throw error instanceof NotFoundError ? new NotFoundError(`There is no ${type} named ${name}`) : error;
    });
  }

  /**
   * The Resources as JSON texts in the order asked, `null` for one that is absent.
   * @throws TooLargeError if they come to more than a page may hold
   */
  async many(ids: readonly string[], readings: ReadingSelection): Promise<string[]> {
    const present = await readResources(this.database, [...new Set(ids)]);
    const texts = new Map<string, string>();
    const chunk = readings === undefined ? present.length : CHUNK;
    let bytes = 0;
    for (let start = 0; start < present.length; start += chunk) {
      const resources = present.slice(start, start + chunk);
      const embedded = await readEmbedded(this.database, resources, readings);
      for (const [index, resource] of resources.entries()) {
        const text = resourceJson(resource, embedded[index]);
        bytes += Buffer.byteLength(text);
        texts.set(resource.id, text);
      }
      if (bytes > MAX_PAGE_BYTES) throw new TooLargeError("The answer would be over 16 MiB; ask for fewer at a time");
    }
    return ids.map((id) => texts.get(id) ?? "null");
  }
}
