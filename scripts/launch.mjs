/**
 * Runs a part of Binnacle from a checkout in whatever state: installs and builds what is missing, then hands over to it
 * on the Node.js that the project pins. Only what every Node.js since 18 has is used here, and nothing that is installed.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, "node_modules");
const OLDEST_NODE = [22, 12];
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** What can be run: what to build for it, and what to start then. */
const TARGETS = {
  install: {},
  // The emulator lives in this process; less room for what is young keeps it some 25 MB smaller.
  start: {
    build: () => projectsIn("apps"),
    ui: true,
    args: ["--max-semi-space-size=2", "apps/local/dist/main.js"],
  },
  test: {
    build: () => ["."],
    ui: true,
    args: ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", "node_modules/jest/bin/jest.js"],
  },
  bench: { build: () => ["bench"], args: ["bench/dist/main.js"] },
  chaos: { build: () => ["apps/sink", "test"], args: ["test/dist/chaos/main.js"] },
  sample: { build: () => ["test"], args: ["test/dist/sample-catalog/main.js"] },
  migrate: { build: () => ["apps/housekeeper"], args: ["apps/housekeeper/dist/migrate.js"] },
  token: { build: () => ["apps/provider"], args: ["apps/provider/dist/token.js"] },
  dlq: { build: () => ["apps/sink"], args: ["apps/sink/dist/dlq.js"] },
  binnacle: { build: () => ["apps/cli"], args: ["apps/cli/dist/main.js"] },
  "new:collector": { build: () => ["libs/collector"], args: ["scripts/new-collector/new-collector.mjs"] },
  "bundle:lambda": { build: () => ["apps/sink"], args: ["apps/sink/scripts/bundle-lambda.mjs"] },
};

async function main([name, ...extra]) {
  const target = Object.hasOwn(TARGETS, name ?? "") ? TARGETS[name] : undefined;
  if (!target) fail(`usage: node scripts/launch.mjs ${Object.keys(TARGETS).join("|")} [arguments]`);
  if (!isInstalled()) await install();
  if (!target.build) return;
  const node = chooseNode();
  await build(node, target.build());
  if (target.ui) await buildUi(node);
  await handOver(node, [...target.args.map((arg) => (arg.startsWith("--") ? arg : join(ROOT, arg))), ...extra]);
}

/** Whether node_modules is what package-lock.json asks for, by npm's own record of what it installed. No network. */
function isInstalled() {
  const wanted = readJson(join(ROOT, "package-lock.json"))?.packages ?? {};
  const installed = readJson(join(MODULES, ".package-lock.json"))?.packages ?? {};
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    // Optional packages are those of other platforms, mostly.
    if (!installed[path]) return optional === true;
    return installed[path].version === version && existsSync(join(ROOT, path));
  });
}

async function install() {
  say("installing packages (npm ci)");
  // The Node.js that runs npm, not the one in node_modules, which npm ci removes on its way.
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  const flags = ["ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  const options = { cwd: ROOT, stdio: "inherit" };
  const code = await finish(npm ? spawn(node, [npm, ...flags], options) : spawn("npm", flags, options));
  if (code !== 0) fail("npm ci failed; it needs the network once");
}

/** The pinned Node.js where it is installed and runs, else the one that runs this. */
function chooseNode() {
  const pinned = join(MODULES, ".bin", "node");
  if (existsSync(pinned)) {
    if (realpathSync(pinned) === realpathSync(process.execPath)) return pinned;
    if (spawnSync(pinned, ["--version"]).status === 0) return pinned;
  }
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return process.execPath;
  fail(
    `Node.js ${OLDEST_NODE.join(".")} or newer is needed, this is ${process.versions.node}, and none is bundled for ${process.platform}-${process.arch}`,
  );
}

/** The compiler finds out by itself what changed: 0.2 to 0.4 s when nothing did. */
async function build(node, projects) {
  const waiting = setTimeout(() => say("building"), 1000);
  const compiler = join(MODULES, "typescript", "bin", "tsc");
  const code = await finish(spawn(node, [compiler, "-b", ...projects], { cwd: ROOT, stdio: "inherit" }));
  clearTimeout(waiting);
  if (code !== 0) fail("the build failed");
}

/** What the browser gets is bundled, once something of it is newer than the last bundle: 3 to 5 s. */
async function buildUi(node) {
  const ui = join(ROOT, "apps", "ui");
  const sources = ["src", "public", "index.html", "vite.config.ts", "package.json", "../../libs/client/src"];
  const bundled = statSync(join(ui, "dist", "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (sources.every((source) => newestIn(join(ui, source)) < bundled)) return;
  say("building the UI");
  const args = [join(MODULES, "vite", "bin", "vite.js"), "build", "--logLevel=warn"];
  if ((await finish(spawn(node, args, { cwd: ui, stdio: "inherit" }))) !== 0) fail("building the UI failed");
}

/** When the newest of a file, or of the files in a folder, was written. */
function newestIn(path) {
  const state = statSync(path, { throwIfNoEntry: false });
  if (!state?.isDirectory()) return state?.mtimeMs ?? 0;
  return Math.max(state.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function projectsIn(...folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .map((name) => join(folder, name))
      .filter((path) => existsSync(join(ROOT, path, "tsconfig.json"))),
  );
}

/** Runs the target to its end, and ends as it ended. */
async function handOver(node, args) {
  // The channel carries nothing: when this process dies without a word, the target sees it close.
  const options = { stdio: ["inherit", "inherit", "inherit", "ipc"], env: withNodeFirst(node) };
  process.exit(await finish(spawn(node, args, options)));
}

/** Waits for a child's end, hands signals on to it meanwhile, and gives its exit code. */
async function finish(child) {
  const stop = (signal) => child.kill(signal);
  const watch = watchParent(() => stop("SIGTERM"));
  for (const signal of SIGNALS) process.on(signal, stop);
  const [code, signal] = await new Promise((ended) => {
    child.once("exit", (...result) => ended(result));
    child.once("error", (error) => fail(`${child.spawnfile} cannot be started: ${error.message}`));
  });
  clearInterval(watch);
  for (const name of SIGNALS) process.off(name, stop);
  return code ?? 128 + constants.signals[signal];
}

/** npm starts this through a shell, and a shell that is told to end does not tell its child. */
function watchParent(onGone) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  return setInterval(() => process.ppid !== parent && onGone(), 500);
}

function withNodeFirst(node) {
  return { ...process.env, PATH: `${dirname(node)}:${process.env.PATH ?? ""}` };
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

function say(line) {
  process.stderr.write(`binnacle: ${line}\n`);
}

function fail(line) {
  say(line);
  process.exit(1);
}

await main(process.argv.slice(2));
