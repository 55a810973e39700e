import { byReading, type ModelCatalog, type ModelReading, type ModelResource } from "./catalog-model.js";

/** Answers a path of the API with its text. */
type Read = (path: string) => Promise<string>;

type Page = { items: never[]; nextCursor: string | null };
type ServedReading = { type: string; collectedOn: string; source: string; value: unknown };
type ServedResource = Omit<ModelResource, "id"> & {
  id: string;
  type: string;
  name: string;
  readings: Record<string, ServedReading>;
};

/** The Resources of some types, with everything below them, as the provider's API shows them; parents by their real ids. */
export async function servedCatalog(read: Read, types: readonly string[]): Promise<ModelCatalog> {
  const catalog: ModelCatalog = { resources: [], snapshots: [], series: [] };
  const filter = types.map((type) => `type=${type}`).join("&");
  for (const resource of await items<ServedResource>(read, `/resources?${filter}&readings=*&limit=200`)) {
    const { id: realId, type, name, readings, parentId, createdOn, lastSeenOn, expiresOn, declared } = resource;
    const id = `${type}\n${name}`;
    catalog.resources.push({ id, parentId, createdOn, lastSeenOn, expiresOn, declared });
    catalog.snapshots.push(...Object.values(readings).map((reading) => inModelsTerms(id, reading)));
    const { seriesTypes } = exactly(await read(`/resources/${realId}/readings`)) as { seriesTypes: string[] };
    for (const seriesType of seriesTypes) {
      const path = `/resources/${realId}/readings/${seriesType}/series?limit=20`;
      catalog.series.push(...(await items<ServedReading>(read, path)).map((reading) => inModelsTerms(id, reading)));
    }
  }
  return {
    resources: catalog.resources.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    snapshots: catalog.snapshots.toSorted(byReading),
    series: catalog.series.toSorted(byReading),
  };
}

/** The model's state in the form of {@link servedCatalog}. */
export function asServed({ resources, snapshots, series }: ModelCatalog, realId: (id: string) => string): ModelCatalog {
  const served = (readings: ModelReading[]): ModelReading[] =>
    readings.map((reading) => ({ ...reading, value: printed(exactly(reading.value)) })).toSorted(byReading);
  return {
    resources: resources.map((resource) => ({ ...resource, parentId: resource.parentId && realId(resource.parentId) })),
    snapshots: served(snapshots),
    series: served(series),
  };
}

/** Everything in a list, page after page. */
async function items<Item>(read: Read, path: string): Promise<Item[]> {
  const found: Item[] = [];
  let cursor: string | null = null;
  do {
    const page = exactly(await read(`${path}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`)) as Page;
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

function inModelsTerms(id: string, { type, collectedOn, source, value }: ServedReading): ModelReading {
  return { id, type, collectedOn, source, value: printed(value) };
}

type Reviver = (key: string, value: unknown, context: { source: string }) => unknown;
const keepDigits: Reviver = (_key, value, { source }) => (typeof value === "number" ? { digits: source } : value);

/** JSON with its numbers as the text has them. */
function exactly(text: string): unknown {
  return JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1]);
}

function printed(value: unknown): string {
  return JSON.stringify(value);
}
