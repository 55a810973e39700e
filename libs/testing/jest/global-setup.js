import { randomBytes } from "node:crypto";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";

const PREFIX = "binnacle-test-";

/**
 * Gives a test run its one PostgreSQL and its one emulator, each started when the first test asks for it: a run that
 * needs neither pays nothing. They live in Jest's own process, so that all workers share them; the workers ask over
 * loopback at the address in BINNACLE_TEST_STACK. Temporary files of tests, and of what they start, go to a folder of the
 * run's own, which goes with it: a browser that is killed, too, leaves some.
 */
export default async function globalSetup() {
  process.env.AWS_ACCESS_KEY_ID ??= "test";
  process.env.AWS_SECRET_ACCESS_KEY ??= "test";
  process.env.AWS_REGION ??= "us-east-1";

  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // PostgreSQL may have to run under another account, which must be able to enter.
  await chmod(folder, 0o755);
  const { TMPDIR: usual } = process.env;
  process.env.TMPDIR = folder;

  const stack = new TestStack();
  const token = randomBytes(16).toString("hex");
  const server = createServer((request, response) => {
    const part = request.url?.startsWith(`/${token}/`) ? request.url.slice(token.length + 2) : "";
    stack.start(part).then(
      (answer) => response.end(JSON.stringify(answer)),
      (error) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  process.env.BINNACLE_TEST_STACK = `http://127.0.0.1:${server.address().port}/${token}`;

  /** @type {Promise<void> | undefined} */
  let ended;
  const end = () => (ended ??= stop());
  const stop = async () => {
    server.close();
    await stack.stop();
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  // Jest ends at once on a signal and leaves its global teardown out. The launcher passes on what a terminal sends to both.
  const exit = (code) => void end().finally(() => process.exit(code));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => exit(128 + constants.signals[signal]));
  // The launcher's end; the listener would keep the process alive when all is done.
  const onDisconnect = () => exit(1);
  process.once("disconnect", onDisconnect);
  globalThis.binnacleTestStack = {
    async end() {
      process.off("disconnect", onDisconnect);
      await end();
    },
  };
}

class TestStack {
  /** @type {Map<string, Promise<{ answer: object, stop(): Promise<void> }>>} */
  #parts = new Map();

  /** @param {string} part */
  async start(part) {
    const starters = { postgres: startPostgres, emulator: startEmulator };
    const starter = starters[part];
    if (!starter) throw new Error(`The test stack has no part ${JSON.stringify(part)}`);
    if (!this.#parts.has(part)) this.#parts.set(part, starter());
    return (await this.#parts.get(part)).answer;
  }

  async stop() {
    await Promise.allSettled([...this.#parts.values()].map(async (part) => (await part).stop()));
  }
}

async function startPostgres() {
  const url = process.env.BINNACLE_TEST_DATABASE_URL;
  return url ? useServer(url) : startEmbedded();
}

/**
 * A server that is there already, such as one of another version. The template is made anew: that of another run may be of other migrations.
 * @param {string} url
 */
async function useServer(url) {
  const dropTemplates = async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (const name of ["binnacle_template", "binnacle_template_new"]) {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }
    } finally {
      await client.end();
    }
  };
  await dropTemplates();
  return { answer: { url }, stop: dropTemplates };
}

async function startEmbedded() {
  const { startPostgres: start, UNSAFE_FAST_SETTINGS } = await loadEmbedded();
  const server = await start({
    dataDirectory: join(tmpdir(), "postgres"),
    port: 0,
    temporary: true,
    settings: { ...UNSAFE_FAST_SETTINGS, max_connections: "200" },
  });
  return { answer: { url: server.url }, stop: () => server.stop() };
}

async function startEmulator() {
  const { startEmulator: start } = await loadEmbedded();
  const emulator = await start({ port: 0 });
  return { answer: { endpoint: emulator.endpoint }, stop: emulator.stop };
}

/** Jest does not transform what runs outside its tests, so this is the built library, built now where it is not. */
async function loadEmbedded() {
  const root = join(import.meta.dirname, "../../..");
  await promisify(execFile)(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "libs/embedded"], {
    cwd: root,
  });
  return import("@binnacle/embedded");
}

/** What a killed run left; its server was stopped by its guardian, unless that was killed with it. */
async function removeLeftovers() {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`, "u").exec(name) ?? [];
    const directory = join(tmpdir(), name);
    if (pid === undefined || isAlive(Number(pid)) || !(await isOurs(directory))) continue;
    const server = Number.parseInt(
      await readFile(join(directory, "postgres/postmaster.pid"), "utf8").catch(() => ""),
      10,
    );
    if (server > 0 && (await servesDirectory(server, directory))) process.kill(server, "SIGQUIT");
    await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** @param {string} directory */
async function isOurs(directory) {
  return (await stat(directory)).uid === process.getuid?.();
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** @param {number} pid @param {string} directory */
async function servesDirectory(pid, directory) {
  return (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).includes(directory);
}
