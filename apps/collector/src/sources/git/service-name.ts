import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { isValidName } from "@binnacle/contract";
import { findRepository } from "./find-repository.js";
import { GitCommand } from "./git-command.js";

/** What can tell the name of a project's Service. */
export interface NameHints {
  /** The text of its `package.json`, if there is one. */
  packageJson?: string | undefined;
  /** Where its repository was cloned from. */
  remoteUrl?: string | undefined;
  directory: string;
}

/**
 * The one rule by which every source names the Service of a project, unless told its name: the `name` of its `package.json`, else
 * the last part of its repository's remote, else the name of its directory.
 */
export function chooseServiceName({ packageJson, remoteUrl, directory }: NameHints): string {
  const candidates = [packageName(packageJson), lastPart(remoteUrl), lastPart(directory)];
  return candidates.find((name) => name !== undefined && isValidName(name)) ?? "unnamed";
}

/** The rule, applied to a directory with a working tree. */
export async function serviceNameOf(directory: string, signal: AbortSignal): Promise<string> {
  const packageJson = await readFile(join(directory, "package.json"), "utf8").catch(() => undefined);
  if (packageName(packageJson) !== undefined) return chooseServiceName({ packageJson, directory });
  return chooseServiceName({ remoteUrl: await remoteUrlOf(directory, signal), directory: resolve(directory) });
}

/** Of `origin`, if there is a repository, a remote of that name, and git. */
async function remoteUrlOf(directory: string, signal: AbortSignal): Promise<string | undefined> {
  const repository = await findRepository(directory);
  if (repository === undefined) return undefined;
  return readRemoteUrl(new GitCommand(repository, signal)).catch(() => undefined);
}

export async function readRemoteUrl(git: GitCommand): Promise<string | undefined> {
  return (await git.run(["config", "--get", "remote.origin.url"], [1]))?.trim();
}

function packageName(text: string | undefined): string | undefined {
  try {
    const { name } = JSON.parse(text ?? "{}") as { name?: unknown };
    return typeof name === "string" && isValidName(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** `orders` of `git@host:acme/orders.git`, `https://user:token@host/acme/orders` and `/srv/git/orders.git/`. */
function lastPart(location: string | undefined): string | undefined {
  const name = basename((location ?? "").replace(/[/\\]+$/, "").replace(/^[^/]+:(?!\/\/)/, "")).replace(/\.git$/, "");
  return name === "" ? undefined : name;
}
