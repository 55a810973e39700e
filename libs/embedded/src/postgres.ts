import { spawn, type ChildProcess } from "node:child_process";
import { open, readFile, rename, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BinnacleError } from "@binnacle/errors";
import getPort from "get-port";
import pg from "pg";
import type { Account } from "./account.js";
import { choosePostgresAccount } from "./postgres-account.js";
import { locatePostgresPackage, preparePostgresBinaries, type PostgresBinaries } from "./postgres-binaries.js";
import { openCluster, removeCluster, ROOT_STATE_DIRECTORY, type Cluster } from "./postgres-cluster.js";
import { startGuardian } from "./postgres-guardian.js";
import { stopOrphan } from "./postgres-orphan.js";

const DEFAULT_PORT = 5432;
const DATABASE = "binnacle";
const START_LIMIT_MS = 60_000;
const FAST_STOP_LIMIT_MS = 20_000;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** For a stack on one machine: modest memory, no sockets in the file system, everything about durability as PostgreSQL ships it. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "64MB",
  max_connections: "100",
  max_wal_size: "512MB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
};

/** The settings for data that may be lost with the machine's power: what tests want. */
export const UNSAFE_FAST_SETTINGS: Readonly<Record<string, string>> = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
};

export interface PostgresOptions {
  /** Made when missing. A running stack holds {@link lockHome} above it, so that nobody else uses it meanwhile. */
  dataDirectory: string;
  /** Tried first; another free one is taken when it is in use. 5432 when absent. */
  port?: number;
  /** Server settings, as in `postgresql.conf`. */
  settings?: Readonly<Record<string, string>>;
  /** Where the server logs to; `postgres.log` beside the data directory when absent. */
  logFile?: string;
  /** The data is removed when the server stops, or when this process dies. */
  temporary?: boolean;
  /** Told in a line what takes longer than a moment. */
  log?: (line: string) => void;
}

/** A running PostgreSQL server on loopback, with an empty or used database `binnacle`. */
export interface Postgres {
  url: string;
  port: number;
  pid: number;
  /** Resolves when the server has ended, asked to or not. */
  exited: Promise<void>;
  /** Ends all sessions, shuts the server down and waits for its end. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on `dataDirectory`, which it makes when missing. What a killed predecessor left there is put in order first.
 *
 * @throws ConfigurationError when it can not run here as it is asked to; BinnacleError with the end of its log when it does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDirectory = resolve(options.dataDirectory);
  const logFile = options.logFile ?? join(dirname(dataDirectory), "postgres.log");
  const account = await choosePostgresAccount(dataDirectory);
  const binaries = await preparePostgresBinaries(
    await locatePostgresPackage(),
    account,
    account.ids ? ROOT_STATE_DIRECTORY : dirname(dataDirectory),
  );
  const cluster = await openCluster(dataDirectory, account, binaries, options.settings?.["fsync"] !== "off");
  await stopOrphan(cluster.directory, account, binaries);
  const server = await launch(options, cluster, account, binaries, logFile);
  startGuardian(cluster.directory, server.pid, options.temporary ?? false);

  const url = (database: string): string =>
    `postgres://postgres:${cluster.password}@127.0.0.1:${server.port}/${database}`;
  const stop = async (): Promise<void> => {
    await shutDown(server);
    if (options.temporary) await removeCluster(dataDirectory);
  };
  try {
    await createDatabase(url("postgres"));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: url(DATABASE), port: server.port, pid: server.pid, exited: server.exited, stop };
}

interface Server {
  child: ChildProcess;
  pid: number;
  port: number;
  exited: Promise<void>;
}

async function launch(
  options: PostgresOptions,
  cluster: Cluster,
  account: Account,
  binaries: PostgresBinaries,
  logFile: string,
): Promise<Server> {
  await rotate(logFile);
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const port = await getPort({ host: "127.0.0.1", port: options.port ?? DEFAULT_PORT });
    const logStart = await sizeOf(logFile);
    const server = await spawnServer(port, options.settings ?? {}, cluster, account, binaries, logFile);
    if (await becomesReady(server, cluster.directory, deadline)) return server;
    const log = (await readFile(logFile)).subarray(logStart).toString("utf8");
    // Sessions of a killed server may need a moment to notice; a port may be taken between the look and the start.
    const passing = /pre-existing shared memory block|could not bind|Address already in use/u.test(log);
    if (!passing || Date.now() > deadline) {
      throw new BinnacleError(
        "POSTGRES_START",
        `PostgreSQL does not start on ${cluster.directory}: ${log.trim().slice(-2000)}`,
      );
    }
    options.log?.("PostgreSQL waits for the sessions of the last run to end");
    await delay(300);
  }
}

async function spawnServer(
  port: number,
  settings: Readonly<Record<string, string>>,
  cluster: Cluster,
  account: Account,
  binaries: PostgresBinaries,
  logFile: string,
): Promise<Server> {
  const log = await open(logFile, "a", 0o600);
  try {
    const parameters = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]);
    const child = spawn(binaries.postgres, ["-D", cluster.directory, "-p", String(port), ...parameters], {
      cwd: "/",
      // A session of its own: Ctrl-C in the terminal is for us, who stop the server after those who use it.
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      ...account.ids,
    });
    const exited = new Promise<void>((ended) => {
      child.once("exit", () => ended());
      child.once("error", () => ended());
    });
    return { child, pid: child.pid ?? -1, port, exited };
  } finally {
    await log.close();
  }
}

/** The server writes its state into the eighth line of its pid file; `pg_ctl` looks there, too. */
async function becomesReady(server: Server, directory: string, deadline: number): Promise<boolean> {
  const pidFile = join(directory, "postmaster.pid");
  while (server.child.exitCode === null && server.child.signalCode === null && server.pid > 0) {
    const lines = (await readFile(pidFile, "utf8").catch(() => "")).split("\n");
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === "ready") return true;
    if (Date.now() > deadline) {
      await shutDown(server);
      return false;
    }
    await delay(20);
  }
  return false;
}

async function shutDown(server: Server): Promise<void> {
  server.child.kill("SIGINT");
  const late = new AbortController();
  const ended = await Promise.race([
    server.exited.then(() => true),
    delay(FAST_STOP_LIMIT_MS, false, { signal: late.signal }).catch(() => true),
  ]);
  late.abort();
  if (ended) return;
  server.child.kill("SIGQUIT");
  await server.exited;
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => ({ size: 0 }))).size;
}

async function rotate(path: string): Promise<void> {
  if ((await sizeOf(path)) > LOG_LIMIT_BYTES) await rename(path, `${path}.1`);
}
