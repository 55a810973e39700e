import { randomBytes } from "node:crypto";
import {
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { BinnacleError, ConfigurationError } from "@binnacle/errors";
import type { Account } from "./account.js";
import { mayEnter } from "./postgres-account.js";
import type { PostgresBinaries } from "./postgres-binaries.js";
import { run } from "./run.js";

/** Where root puts what user `postgres` could not reach in its place: survives a restart of the machine, and is root's. */
export const ROOT_STATE_DIRECTORY = "/var/lib/binnacle";

const PASSWORD_FILE = "binnacle.password";
/** Holds the path of the link that leads to data which could not be kept in its place. */
const LINK_FILE = "binnacle.link";

/** The files of one PostgreSQL server, ready to be started. */
export interface Cluster {
  /** The real path, below folders that the account may enter. */
  directory: string;
  /** The super-user's, kept beside the data that it opens. */
  password: string;
}

/** Opens the cluster in `dataDirectory`, or makes one there (UTF-8, byte order of code points) when there is none. */
export async function openCluster(
  dataDirectory: string,
  account: Account,
  binaries: PostgresBinaries,
  durable: boolean,
): Promise<Cluster> {
  await mkdir(dirname(dataDirectory), { recursive: true });
  // A link that leads nowhere was left by somebody who removed the data: a new catalog then.
  const existing = await ownedDirectory(dataDirectory);
  if (existing && (await readdir(existing).catch(explainUnreadable(existing))).length > 0) {
    return readCluster(existing, account, binaries);
  }
  await rm(dataDirectory, { recursive: true, force: true });
  const directory = await choosePlace(dataDirectory, account);
  await initialize(directory, account, binaries, durable);
  if (directory !== dataDirectory) {
    await writeFile(join(directory, LINK_FILE), dataDirectory);
    await symlink(directory, dataDirectory);
  }
  return readCluster(await realpath(directory), account, binaries);
}

/** What a copied checkout links to is the original's, for as long as that is there: two servers on it would destroy it. */
async function ownedDirectory(dataDirectory: string): Promise<string | undefined> {
  const directory = await realpath(dataDirectory).catch(() => undefined);
  const isLink = (await lstat(dataDirectory).catch(() => undefined))?.isSymbolicLink() ?? false;
  if (!directory || !isLink) return directory;
  const linkFile = join(directory, LINK_FILE);
  const original = await readFile(linkFile, "utf8").catch(() => dataDirectory);
  if (original === dataDirectory) return directory;
  if ((await realpath(original).catch(() => undefined)) === directory) return undefined;
  await writeFile(linkFile, dataDirectory);
  return directory;
}

/** Removes a cluster's files and the link to them. */
export async function removeCluster(dataDirectory: string): Promise<void> {
  const directory = await realpath(dataDirectory).catch(() => undefined);
  if (directory) await rm(directory, { recursive: true, force: true });
  await rm(dataDirectory, { recursive: true, force: true });
}

async function readCluster(directory: string, account: Account, binaries: PostgresBinaries): Promise<Cluster> {
  const read = (name: string): Promise<string> =>
    readFile(join(directory, name), "utf8").catch(explainUnreadable(directory));
  const version = (await read("PG_VERSION")).trim();
  if (version !== binaries.majorVersion) {
    throw new ConfigurationError([
      `${directory} holds data of PostgreSQL ${version}, the embedded one is ${binaries.majorVersion}; choose another BINNACLE_HOME`,
    ]);
  }
  const cluster = { directory, password: (await read(PASSWORD_FILE)).trim() };
  if (await mayEnter(account, directory)) return cluster;
  throw new ConfigurationError([
    `User ${account.name} may not enter ${directory}, where PostgreSQL's data is; open the folders above it or choose another BINNACLE_HOME`,
  ]);
}

function explainUnreadable(directory: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    const reason =
      cause.code === "ENOENT" ? "is not a data directory of the embedded PostgreSQL" : "cannot be read by this user";
    throw new ConfigurationError([`${directory} ${reason} (${cause.message}); choose another BINNACLE_HOME`], {
      cause,
    });
  };
}

async function choosePlace(dataDirectory: string, account: Account): Promise<string> {
  if (!account.ids || (await mayEnter(account, dirname(dataDirectory)))) return dataDirectory;
  for (const base of [ROOT_STATE_DIRECTORY, tmpdir()]) {
    const ready = await openFolder(base).then(
      () => mayEnter(account, base),
      () => false,
    );
    // A random name: data is found through the link in the asked place only, never because of an old name.
    if (ready) return join(base, `${basename(dataDirectory)}-${randomBytes(8).toString("hex")}`);
  }
  throw new ConfigurationError([
    `User ${account.name} may not enter ${dirname(dataDirectory)}, nor ${ROOT_STATE_DIRECTORY}, nor ${tmpdir()}; choose another BINNACLE_HOME`,
  ]);
}

/** Whatever root's umask says. */
async function openFolder(path: string): Promise<void> {
  if (await mkdir(path, { recursive: true })) await chmod(path, 0o755);
}

/** In a folder of its own first: what is in `directory` afterwards is whole, however early this process is killed. */
async function initialize(
  directory: string,
  account: Account,
  binaries: PostgresBinaries,
  durable: boolean,
): Promise<void> {
  const making = `${directory}.new`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o700 });
  const passwordFile = join(making, PASSWORD_FILE);
  await writeFile(passwordFile, `${randomBytes(18).toString("base64url")}\n`, { mode: 0o600 });
  if (account.ids) {
    await chown(making, account.ids.uid, account.ids.gid);
    await chown(passwordFile, account.ids.uid, account.ids.gid);
  }
  const made = join(making, "data");
  const { code, output } = await run(
    binaries.initdb,
    [
      "--pgdata",
      made,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // PostgreSQL's own provider: names sort by UTF-8 bytes and case folds alike on every machine, whatever it has installed.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
      ...(durable ? [] : ["--no-sync"]),
    ],
    { account },
  );
  if (code !== 0) throw new BinnacleError("POSTGRES_INITDB", `initdb failed in ${made}: ${output.trim()}`);
  await rename(passwordFile, join(made, PASSWORD_FILE));
  await rename(made, directory);
  await rm(making, { recursive: true, force: true });
}
