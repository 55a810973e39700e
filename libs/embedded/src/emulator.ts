import { dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildApp } from "fauxqs";
import getPort from "get-port";

const DEFAULT_PORT = 4566;

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>;

/** What is used of the emulator's write-through to SQLite. */
interface Persistence {
  readonly db: DatabaseSync;
  load(sqsStore: Stores["sqsStore"], snsStore: Stores["snsStore"], s3Store: Stores["s3Store"]): void;
  updateMessageReady(messageId: string): void;
  close(): void;
}

export interface EmulatorOptions {
  /** Queues, messages, topics and objects are kept here over restarts and kills; in memory only when absent. */
  dataDirectory?: string;
  /** Tried first; another free one is taken when it is in use. 4566 when absent. */
  port?: number;
}

/** A running emulator of Amazon SNS, SQS and S3, on loopback. */
export interface Emulator {
  endpoint: string;
  stop(): Promise<void>;
}

/** Starts the emulator in this process. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const port = await getPort({ host: "127.0.0.1", port: options.port ?? DEFAULT_PORT });
  const endpoint = `http://127.0.0.1:${port}`;
  const internals = await loadInternals();
  const stores = internals.createStores();
  const persistence =
    options.dataDirectory === undefined ? undefined : internals.openPersistence(options.dataDirectory);
  if (persistence) connect(stores, persistence, endpoint);
  const app = buildApp({ logger: false, stores });
  // The emulator's own start function listens on all interfaces.
  await app.listen({ port, host: "127.0.0.1" });
  return {
    endpoint,
    async stop() {
      await app.close();
      persistence?.close();
    },
  };
}

interface Internals {
  createStores(): Stores;
  openPersistence(directory: string): Persistence;
}

/** The package exports its app, but neither the stores nor their persistence, which only its own start function connects. */
async function loadInternals(): Promise<Internals> {
  const folder = dirname(fileURLToPath(import.meta.resolve("fauxqs")));
  const load = (path: string): Promise<never> => import(pathToFileURL(join(folder, path)).href) as Promise<never>;
  const { SqsStore }: { SqsStore: new () => Stores["sqsStore"] } = await load("sqs/sqsStore.js");
  const { SnsStore }: { SnsStore: new () => Stores["snsStore"] } = await load("sns/snsStore.js");
  const { S3Store }: { S3Store: new () => Stores["s3Store"] } = await load("s3/s3Store.js");
  const { PersistenceManager }: { PersistenceManager: new (directory: string) => Persistence } =
    await load("persistence.js");
  return {
    createStores: () => {
      const sqsStore = new SqsStore();
      // Without a host of its own it names its queues by the address that it was asked at, not `sqs.<region>.localhost`.
      sqsStore.host = "";
      return { sqsStore, snsStore: new SnsStore(), s3Store: new S3Store() };
    },
    openPersistence: (directory) => new PersistenceManager(directory),
  };
}

/** Loads what is kept, and from then on keeps what changes. */
function connect(stores: Stores, persistence: Persistence, endpoint: string): void {
  // Safe against the end of the process, not of the power: a commit per message would wait for the disk each time, at
  // 0.65x the messages/s.
  persistence.db.exec("PRAGMA synchronous = NORMAL");
  moveQueueUrls(persistence.db, endpoint);
  keepReceiveCounts(persistence);
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  const connected = stores as unknown as Record<keyof Stores, { persistence?: Persistence }>;
  for (const store of Object.values(connected)) store.persistence = persistence;
  for (const queue of stores.sqsStore.allQueues()) (queue as { persistence?: unknown }).persistence = persistence;
}

/** A queue's URL is stored with the address of its first start, where nobody may listen now. */
function moveQueueUrls(database: DatabaseSync, endpoint: string): void {
  database
    .prepare("UPDATE sqs_queues SET url = ? || substr(url, instr(substr(url, 8), '/') + 7) WHERE url LIKE 'http://%'")
    .run(endpoint);
}

/** The package's own statement sets the receive count to NULL, which its table refuses: handing a message back failed. */
function keepReceiveCounts(persistence: Persistence): void {
  const clear = persistence.db.prepare(
    "UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?",
  );
  persistence.updateMessageReady = (messageId) => void clear.run(messageId);
}
