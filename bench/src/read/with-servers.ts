import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provisionMessaging } from "@binnacle/messaging";
import type { DataSource } from "typeorm";
import { battery, messageOf, type BatteryEntry } from "./battery.js";
import { CONFIGURATION, type CatalogShape } from "./catalog-shape.js";
import { fillAdministration } from "./fill-administration.js";
import { makeReceipts } from "./make-receipts.js";
import { recordStatements } from "./record-statements.js";
import type { SentStatement } from "./recording-proxy.js";
import { ServerProcess } from "./server-process.js";

const AWS = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };
const RECORDS_OF_A_RECEIPT = 10;

export interface Servers {
  provider: ServerProcess;
  /** Answers with what the recorded statements give. */
  bare: ServerProcess;
  /** By the entries' names. */
  recorded: ReadonlyMap<string, SentStatement[][]>;
  entries: readonly BatteryEntry[];
}

export interface ServersOptions {
  dataSource: DataSource;
  shape: CatalogShape;
  base: string;
  only: RegExp;
  progress: (line: string) => void;
}

/** A provider over a filled catalog, with a topic to publish to, and a bare handler of what the provider was seen to send. */
export async function withServers(
  { dataSource, shape, base, only, progress }: ServersOptions,
  use: (servers: Servers) => Promise<void>,
): Promise<void> {
  const { url } = dataSource.options as { url: string };
  const directory = await mkdtemp(join(tmpdir(), "binnacle-bench-"));
  const stopping: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })];
  const started = async (starting: Promise<ServerProcess>): Promise<ServerProcess> => {
    const server = await starting;
    stopping.push(() => server.stop());
    return server;
  };
  try {
    const configuration = join(directory, "binnacle.yaml");
    await writeFile(configuration, CONFIGURATION);
    const emulator = await started(ServerProcess.emulator());
    const aws = { ...AWS, endpoint: emulator.url };
    const messaging = { ...aws, ...(await provisionMessaging(aws)) };
    const provider = await started(ServerProcess.provider(url, configuration, messaging));
    const stock = {
      ...(await fillAdministration(dataSource, base)),
      receipts: await makeReceipts({
        origin: provider.url,
        databaseUrl: url,
        messaging,
        bodyOf: (number) => messageOf(shape, number, RECORDS_OF_A_RECEIPT),
      }),
    };
    progress("there are rejections, plans, runs and receipts");
    const entries = battery(shape, base, stock).filter(({ name }) => only.test(name));
    const recorded = await recordStatements(url, configuration, entries);
    progress("recorded what the provider asks the database for");
    const statements = join(directory, "statements.json");
    await writeFile(statements, JSON.stringify(Object.fromEntries(recorded)));
    const bare = await started(ServerProcess.bare(url, statements));
    await use({ provider, bare, recorded, entries });
  } finally {
    for (const stop of stopping.toReversed()) await stop();
  }
}
