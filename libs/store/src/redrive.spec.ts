import { ingestBatch, printRedrive, REDRIVE_ATTRIBUTE, TransactionSlots, type OpenableMessage } from "@binnacle/ingest";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { createDataSource } from "./data-source.js";
import { PostgresCatalogStore } from "./postgres-catalog-store.js";
import { openDatabase, type Database } from "./reads/database.js";
import { readRejection } from "./reads/read-rejection.js";

const SENT_ON = "2026-11-01T12:00:00.000000Z";
const TODAY = "2026-11-01T12:00:01.000000Z";
const LATER = "2026-11-03T12:00:00.000000Z";
const ahead = (name: string): string =>
  `{"kind":"resource","type":"Service","name":"${name}","observedOn":"2026-11-02T00:00:00Z"}`;
const message = (...records: string[]): string => `{"source":"team","records":[${records.join(",")}]}`;

describe("A redrive", () => {
  let testDatabase: TestDatabase;
  let dataSource: DataSource;
  let database: Database;
  let store: PostgresCatalogStore;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    dataSource = await createDataSource({ url: testDatabase.url, applicationName: "redrive" }).initialize();
    database = openDatabase(dataSource);
    store = new PostgresCatalogStore(dataSource);
  });
  beforeEach(() => dataSource.query("TRUNCATE resource, claim, rejection"));
  afterAll(async () => {
    await dataSource.destroy();
    await testDatabase.drop();
  });

  const ingest = (text: string, more: Partial<OpenableMessage> = {}) =>
    ingestBatch([{ text, sentOn: SENT_ON, receivedOn: TODAY, ...more }], store);
  const rejections = (): Promise<{ id: string; count: string; record: string }[]> =>
    dataSource.query("SELECT id, count, record FROM rejection ORDER BY record");
  const names = async (): Promise<string[]> =>
    (await dataSource.query<{ name: string }[]>("SELECT name FROM resource ORDER BY name")).map(({ name }) => name);

  /** The message that the API would publish. */
  async function redriveOf(id: string): Promise<Partial<OpenableMessage> & { text: string }> {
    const { text, attributes } = printRedrive((await readRejection(database, id))!);
    const redrive = { rejectionId: attributes[REDRIVE_ATTRIBUTE]!, body: text };
    return { text, sentOn: attributes["sentOn"]!, redrive };
  }

  it("removes the rejection when its record is stored, and leaves the others", async () => {
    await ingest(message(ahead("a"), ahead("b")));
    const [first, second] = await rejections();
    const { text, ...redrive } = await redriveOf(first!.id);
    expect((await ingest(text, { ...redrive, receivedOn: LATER })).outcomes).toMatchObject({ created: 1, rejected: 0 });
    expect(await names()).toEqual(["a"]);
    expect(await rejections()).toEqual([second]);
    // Delivered again, it changes nothing.
    expect((await ingest(text, { ...redrive, receivedOn: LATER })).outcomes).toMatchObject({ unchanged: 1 });
    expect(await rejections()).toEqual([second]);
  });

  it("raises the count of one that is refused again", async () => {
    await ingest(message(ahead("a")));
    const [rejection] = await rejections();
    const { text, ...redrive } = await redriveOf(rejection!.id);
    await ingest(text, redrive);
    expect(await rejections()).toEqual([{ ...rejection, count: "2" }]);
  });

  it("keeps the rejection while the database refuses the record, and its neighbours lose nothing", async () => {
    await dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.name = 'guilty' THEN RAISE EXCEPTION 'not this one' USING ERRCODE = '22000'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON resource FOR EACH ROW EXECUTE FUNCTION refuse()`);
    try {
      await ingest(message(ahead("guilty"), ahead("innocent")));
      const redrives = await Promise.all((await rejections()).map(({ id }) => redriveOf(id)));
      await ingestBatch(
        redrives.map((redrive) => ({ sentOn: SENT_ON, ...redrive, receivedOn: LATER })),
        store,
      );
      expect(await names()).toEqual(["innocent"]);
      expect(await dataSource.query("SELECT code, record FROM rejection ORDER BY code")).toEqual([
        { code: "CLOCK_AHEAD", record: ahead("guilty") },
        { code: "VALUE_NOT_STORABLE", record: ahead("guilty") },
      ]);
    } finally {
      await dataSource.query("DROP TRIGGER refuse ON resource; DROP FUNCTION refuse()");
    }
  });

  it("removes the rejection of a whole message with the last of its records", async () => {
    const fault = { code: "PAYLOAD_MISSING", detail: "no such object" } as const;
    await ingest("pointer", { fault, contentEncoding: "gzip" });
    const [rejection] = await rejections();
    expect(await readRejection(database, rejection!.id)).toMatchObject({ contentEncoding: "gzip", sentOn: SENT_ON });
    const redrive = { rejectionId: rejection!.id, body: "pointer" };
    await ingest("pointer", { fault, redrive });
    expect(await rejections()).toEqual([{ ...rejection, count: "2" }]);

    const records = Array.from({ length: 2_500 }, (_, index) => `{"kind":"resource","type":"S","name":"${index}"}`);
    const text = message(...records, "7");
    // The second of three transactions does not come through: the message will come again, so the rejection stays.
    let transactions = 0;
    const failing: PostgresCatalogStore = Object.create(store, {
      transaction: {
        value: (work: Parameters<PostgresCatalogStore["transaction"]>[0]) =>
          ++transactions === 2 ? Promise.reject(new Error("planned failure")) : store.transaction(work),
      },
    });
    for (const atATime of [1, 2]) {
      transactions = 0;
      const ingesting = ingestBatch([{ text, sentOn: SENT_ON, receivedOn: LATER, redrive }], failing, {
        slots: new TransactionSlots(atATime),
      });
      await expect(ingesting).rejects.toThrow("planned failure");
      expect((await rejections()).map(({ record }) => record)).toEqual(["pointer"]);
    }

    await ingest(text, { redrive });
    expect(await names()).toHaveLength(2_500);
    expect((await rejections()).map(({ record }) => record)).toEqual(["7"]);
  });

  it("of an empty message removes its rejection too", async () => {
    await ingest("pointer", { fault: { code: "PAYLOAD_MISSING", detail: "no such object" } });
    const [rejection] = await rejections();
    await ingest('{"records":[]}', { redrive: { rejectionId: rejection!.id, body: "pointer" } });
    expect(await rejections()).toEqual([]);
  });

  it("keeps the newest time at which a repeated record was sent", async () => {
    await ingest("{", { sentOn: "2026-11-01T00:00:00.000000Z" });
    await ingest("{", { sentOn: "2026-11-03T00:00:00.000000Z" });
    await ingest("{", { sentOn: "2026-11-02T00:00:00.000000Z" });
    const [rejection] = await rejections();
    const { id } = rejection!;
    expect((await readRejection(database, id))!.sentOn).toBe("2026-11-03T00:00:00.000000Z");
    // Kept before there was a column for it.
    await dataSource.query("UPDATE rejection SET sent_on = NULL");
    expect((await readRejection(database, id))!.sentOn).toBe(TODAY);
  });
});
