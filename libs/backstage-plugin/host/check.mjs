/**
 * Tries the plug-in in a real Backstage app: types against Backstage's own, then cards and page in Chromium. Not part of `npm test`,
 * since it installs some 900 MB (docs/decisions/0017-backstage-beside.md).
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const HERE = import.meta.dirname;
const BIN = join(HERE, "../../../node_modules/.bin");
const CHROMIUM = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const WAIT_MS = 30_000;

const NONE = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, total: 0 };
const ORDERS = {
  id: "1",
  name: "orders",
  description: "Takes orders.",
  owner: { teams: [{ name: "checkout", isKnown: true }], users: [] },
  health: "up",
  environments: [
    {
      name: "production",
      deploymentId: "2",
      version: "2.1.0",
      since: "2026-03-01T09:30:00.000000Z",
      health: "up",
      instances: { total: 2, down: 0, degraded: 0, unknown: 0, up: 2 },
      dependencies: 12,
      vulnerabilities: NONE,
    },
  ],
  instances: 2,
  dependencies: 12,
  vulnerabilities: NONE,
  lastEvents: [],
};
const ANSWERS = {
  "service-overview": { services: [ORDERS], next: null },
  "dependency-vulnerabilities": {
    counts: NONE,
    dependencies: { total: 12, vulnerable: 0, unchecked: 0 },
    vulnerabilities: [],
  },
};

function step(what, work) {
  process.stderr.write(`${what}\n`);
  return work();
}

const run = (name, ...args) => execFileSync(name, args, { cwd: HERE, stdio: "inherit" });

/** The app's files, and Binnacle behind Backstage's proxy. */
function serve() {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    const calculation = /^\/api\/proxy\/binnacle\/api\/v1\/calculations\/([\w-]+)$/.exec(pathname)?.[1];
    if (calculation) {
      response.setHeader("content-type", "application/json");
      return response.end(JSON.stringify({ name: calculation, result: ANSWERS[calculation] }));
    }
    if (pathname.startsWith("/api/")) return response.writeHead(404).end();
    const file = join(HERE, "dist", extname(pathname) ? pathname : "index.html");
    if (!existsSync(file)) return response.writeHead(404).end();
    response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    return response.end(readFileSync(file));
  });
}

async function look(origin) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(WAIT_MS);
    page.on("pageerror", (error) => process.stderr.write(`${error}\n`));
    await page.goto(`${origin}/entity`);
    for (const text of ["Takes orders.", "2 of 2 up", "2.1.0", "None is known of its 12 dependencies."])
      await page.getByText(text).waitFor();
    const link = await page.getByRole("link", { name: "Open in Binnacle" }).getAttribute("href");
    if (link !== "https://binnacle.example/services/orders") throw new Error(`The card leads to ${link}`);
    await page.goto(`${origin}/binnacle`);
    await page.getByRole("region", { name: "Services" }).getByText("checkout").waitFor();
  } finally {
    await browser.close();
  }
}

if (!existsSync(join(HERE, "node_modules"))) step("installing Backstage", () => run("npm", "ci", "--ignore-scripts"));
rmSync(join(HERE, "src"), { recursive: true, force: true });
cpSync(join(HERE, "../src"), join(HERE, "src"), { recursive: true, filter: (path) => !/\.spec\.tsx?$/.test(path) });
step("types", () => run(join(BIN, "tsc"), "-p", "tsconfig.json"));
step("bundle", () => run(join(BIN, "vite"), "build", "--logLevel=error"));
const server = serve().listen(0, "127.0.0.1");
try {
  await new Promise((resolve) => server.once("listening", resolve));
  await step("in Chromium", () => look(`http://127.0.0.1:${server.address().port}`));
  process.stderr.write("the plug-in works in Backstage\n");
} finally {
  server.closeAllConnections();
  server.close();
}
