import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { stringify } from "yaml";

/** The service that Binnacle's own processes are instances of. */
const OWN_SERVICE = "binnacle";
const ENVIRONMENT = "local";
const LOCKFILES = ["package-lock.json", "npm-shrinkwrap.json"];

/** A process that answers the health paths. */
export interface WatchedProcess {
  name: string;
  url: string;
}

/** One entry of `sources` in `binnacle.yaml`. */
export interface SourceEntry {
  use: string;
  name: string;
  schedule?: string;
  options: object;
}

/** What there is to collect from each folder, and the health of our own processes. */
export function planSources(folders: readonly string[], processes: readonly WatchedProcess[]): SourceEntry[] {
  const suffixes = folders.length === 1 ? [""] : uniqueNames(folders).map((name) => `/${name}`);
  const found = folders.flatMap((directory, index) => {
    const suffix = suffixes[index] ?? "";
    const entry = (use: string): SourceEntry => ({
      use,
      name: `${use}${suffix}`,
      options: { directory, environment: ENVIRONMENT },
    });
    return [
      ...(LOCKFILES.some((name) => existsSync(join(directory, name))) ? [entry("dependencies")] : []),
      ...(isInRepository(directory) ? [entry("git")] : []),
    ];
  });
  const targets = processes.map(({ name, url }) => ({
    service: OWN_SERVICE,
    environment: ENVIRONMENT,
    instance: name,
    url: `${url}/healthz`,
    readinessUrl: `${url}/readyz`,
    metricsUrl: `${url}/metrics`,
  }));
  return [...found, { use: "health", name: "health", schedule: "every 15s", options: { targets } }];
}

/** Writes `binnacle.yaml` for the collector. */
export async function writeCollectorConfiguration(path: string, sources: readonly SourceEntry[]): Promise<void> {
  await writeFile(
    path,
    `# Written by npm start each time; to have your own, set BINNACLE_CONFIG.\n${stringify({ sources })}`,
  );
}

/** Names of sources allow few characters, and two folders may be called the same. */
function uniqueNames(folders: readonly string[]): string[] {
  const taken = new Set<string>();
  return folders.map((folder) => {
    const wanted =
      basename(folder)
        .replaceAll(/[^A-Za-z0-9._-]/gu, "-")
        .slice(0, 80) || "root";
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
    taken.add(name);
    return name;
  });
}

/** A working tree or a folder in one, or a bare repository. */
function isInRepository(directory: string): boolean {
  if (existsSync(join(directory, "HEAD")) && existsSync(join(directory, "objects"))) return true;
  for (let folder = directory; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return true;
    if (dirname(folder) === folder) return false;
  }
}
