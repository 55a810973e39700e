/**
 * Runs a part of Binnacle from a checkout in whatever state: installs and builds what is missing, then hands over to it
 * on the Node.js that the project pins. Only what every Node.js since 18 has is used here, and nothing that is installed.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, "node_modules");
const OLDEST_NODE = [22, 12];

/** What can be run: what to build for it, and what to start then. */
const TARGETS = {
  install: {},
  // The emulator lives in this process; less room for what is young keeps it some 25 MB smaller.
  start: { build: () => projectsIn("apps"), args: ["--max-semi-space-size=2", "apps/local/dist/main.js"] },
  test: {
    build: () => ["."],
    args: ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", "node_modules/jest/bin/jest.js"],
  },
  bench: { build: () => ["bench"], args: ["bench/dist/main.js"] },
  migrate: { build: () => ["libs/store"], args: ["libs/store/dist/migrate.js"] },
};

async function main([name, ...extra]) {
  const target = Object.hasOwn(TARGETS, name ?? "") ? TARGETS[name] : undefined;
  if (!target) fail(`usage: node scripts/launch.mjs ${Object.keys(TARGETS).join("|")} [arguments]`);
  if (!isInstalled()) install();
  if (!target.build) return;
  const node = chooseNode();
  build(node, name, target.build());
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

function install() {
  say("installing packages (npm ci)");
  // The Node.js that runs npm, not the one in node_modules, which npm ci removes on its way.
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  const flags = ["ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  const options = { cwd: ROOT, stdio: "inherit", shell: false };
  const { status, error } = npm ? spawnSync(node, [npm, ...flags], options) : spawnSync("npm", flags, options);
  if (error) fail(`npm cannot be started: ${error.message}`);
  if (status !== 0)
    fail(`npm ci failed${status === null ? "" : ` (exit code ${status})`}; without network, run it once with`);
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

/** Asking the compiler whether anything changed takes seconds; comparing sizes and times of the sources does not. */
function build(node, name, projects) {
  const stampFile = join(MODULES, ".cache", "binnacle", `built-${name}`);
  const fingerprint = fingerprintSources();
  if (readText(stampFile) === fingerprint && outputsExist()) return;
  say("building");
  const compiler = join(MODULES, "typescript", "bin", "tsc");
  const { status } = spawnSync(node, [compiler, "-b", ...projects], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) fail("the build failed");
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, fingerprint);
}

function fingerprintSources() {
  const hash = createHash("sha256");
  const note = (path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  const walk = (directory) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.([cm]?tsx?|json)$/u.test(entry.name)) note(path);
    }
  };
  for (const file of ["package-lock.json", "tsconfig.json", "tsconfig.base.json"]) note(join(ROOT, file));
  for (const project of allProjects()) {
    note(join(ROOT, project, "tsconfig.json"));
    note(join(ROOT, project, "package.json"));
    if (existsSync(join(ROOT, project, "src"))) walk(join(ROOT, project, "src"));
  }
  return hash.digest("hex");
}

/** The stamp does not know that somebody removed a `dist`. */
function outputsExist() {
  return projectsIn("libs", "apps").every((project) => existsSync(join(ROOT, project, "dist")));
}

function allProjects() {
  return [...projectsIn("libs", "apps"), "migrations", "test", "bench"];
}

function projectsIn(...folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .map((name) => join(folder, name))
      .filter((path) => existsSync(join(ROOT, path, "tsconfig.json"))),
  );
}

/** Runs the target to its end, hands signals on to it, and ends as it ended. */
async function handOver(node, args) {
  // The channel carries nothing: when this process dies without a word, the target sees it close.
  const child = spawn(node, args, { stdio: ["inherit", "inherit", "inherit", "ipc"], env: withNodeFirst(node) });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  stopWithParent(child);
  const [code, signal] = await new Promise((ended) => child.once("exit", (...result) => ended(result)));
  process.exit(code ?? 128 + constants.signals[signal]);
}

/** npm starts this through a shell, and a shell that is told to end does not tell its child. */
function stopWithParent(child) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill("SIGTERM");
  }, 500).unref();
}

function withNodeFirst(node) {
  return { ...process.env, PATH: `${dirname(node)}:${process.env.PATH ?? ""}` };
}

function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function readJson(path) {
  const text = readText(path);
  return text === undefined ? undefined : JSON.parse(text);
}

function say(line) {
  process.stderr.write(`binnacle: ${line}\n`);
}

function fail(line) {
  say(line);
  process.exit(1);
}

await main(process.argv.slice(2));
