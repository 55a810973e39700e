import { access, realpath } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { BinnacleError } from "@binnacle/errors";

/**
 * The repository that a directory belongs to: the nearest one on the way up, as git looks for it, but before git is asked, since
 * git refuses to speak of another user's repository unless told its path.
 */
export async function findRepository(directory: string): Promise<string | undefined> {
  const start = await realpath(resolve(directory)).catch(() => undefined);
  for (let current = start; current !== undefined; current = parentOf(current)) {
    if (await holdsRepository(current)) return current;
  }
  return undefined;
}

/** @throws BinnacleError (`NOT_A_REPOSITORY`) */
export async function requireRepository(directory: string): Promise<string> {
  const found = await findRepository(directory);
  if (found !== undefined) return found;
  throw new BinnacleError(
    "NOT_A_REPOSITORY",
    `${resolve(directory)} is not a git repository, nor is any directory above it: set \`directory\` to one`,
  );
}

async function holdsRepository(directory: string): Promise<boolean> {
  if (await exists(join(directory, ".git"))) return true;
  const bare = await Promise.all(["HEAD", "objects", "refs"].map((name) => exists(join(directory, name))));
  return bare.every(Boolean);
}

function parentOf(directory: string): string | undefined {
  const parent = dirname(directory);
  return parent === directory ? undefined : parent;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
