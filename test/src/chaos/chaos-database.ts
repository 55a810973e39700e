import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { startPostgres, type Postgres } from "@binnacle/embedded";
import { migrate } from "@binnacle/store";
import pg from "pg";
import { TcpProxy } from "./tcp-proxy.js";

/** The machine does not fail here, only processes do: no waiting for the disk. A commit still is in the system's hands. */
const SETTINGS = { fsync: "off", deadlock_timeout: "100ms", max_wal_size: "96MB", min_wal_size: "32MB" };

/** A PostgreSQL of the run's own behind a proxy: it can be killed, and comes back at the same address. */
export class ChaosDatabase {
  private constructor(
    private readonly dataDirectory: string,
    private readonly logFile: string,
    private postgres: Postgres,
    readonly proxy: TcpProxy,
  ) {}

  /** The log lies elsewhere than the data, so that it tells of a full disk. */
  static async start(dataDirectory: string, logFile: string): Promise<ChaosDatabase> {
    const postgres = await launch(dataDirectory, logFile);
    try {
      await migrate(postgres.url);
      return new ChaosDatabase(dataDirectory, logFile, postgres, await TcpProxy.start(postgres.port));
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  }

  /** By way of the proxy. */
  get url(): string {
    const url = new URL(this.postgres.url);
    url.port = String(this.proxy.port);
    return url.href;
  }

  get directUrl(): string {
    return this.postgres.url;
  }

  /** SIGQUIT is `pg_ctl stop -m immediate`. Returns when the server is gone. */
  async kill(signal: "SIGQUIT" | "SIGKILL"): Promise<void> {
    const { pid, exited } = this.postgres;
    process.kill(pid, signal);
    await exited;
  }

  /** Starts the server again; it recovers from its log. */
  async startAgain(): Promise<void> {
    this.postgres = await launch(this.dataDirectory, this.logFile);
    this.proxy.target = this.postgres.port;
  }

  /** Starts the server again whenever it ends, until the signal aborts and it runs. Returns how often. */
  async keepUp(signal: AbortSignal): Promise<number> {
    let restarts = 0;
    const aborted = new Promise<false>((resolve) => signal.addEventListener("abort", () => resolve(false)));
    for (;;) {
      const hasEnded = await Promise.race([this.postgres.exited.then(() => true), aborted]);
      if (!hasEnded) return restarts;
      // It does not start while its disk is full.
      const isUp = await this.startAgain().then(
        () => true,
        () => sleep(500, false),
      );
      if (isUp) restarts++;
    }
  }

  /** Past the proxy. */
  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.withClient(async (client) => (await client.query<Row>(text, values)).rows);
  }

  async withClient<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.directUrl });
    // What cuts the sinks' connections may cut this one; the query under way raises it.
    client.on("error", () => undefined);
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** How many lines of the server's log say so. */
  async countInLog(text: string): Promise<number> {
    const log = await readFile(this.logFile, "utf8");
    return log.split(text).length - 1;
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
    await this.postgres.stop();
  }
}

function launch(dataDirectory: string, logFile: string): Promise<Postgres> {
  return startPostgres({ dataDirectory, logFile, temporary: true, settings: SETTINGS });
}
