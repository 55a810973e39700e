import { access, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { knownFileNames, readerOf } from "./lockfile-readers.js";
import { type Lockfile, LockfileError } from "./lockfile.js";

export interface FoundLockfile {
  path: string;
  /** The directory that it lies in: the project's. */
  directory: string;
  fileName: string;
  content: Lockfile;
}

/** Beyond it a file is no lock file that anybody has seen, and one string could hardly hold it. */
const MAX_BYTES = 200 * 1024 * 1024;

/**
 * Finds and reads a lock file.
 * @throws LockfileError that names the file, what is wrong with it and what to do
 */
export async function readLockfile(directory: string, lockfile?: string): Promise<FoundLockfile> {
  const path = lockfile === undefined ? await discover(resolve(directory)) : resolve(directory, lockfile);
  const fileName = basename(path);
  const reader = readerOf(fileName);
  if (reader === undefined) {
    throw new LockfileError(`${path}: no reader knows files of this name; known are ${knownFileNames().join(", ")}`);
  }
  try {
    return { path, directory: dirname(path), fileName, content: reader.read(await readText(path)) };
  } catch (error) {
    if (error instanceof LockfileError) throw new LockfileError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

async function discover(directory: string): Promise<string> {
  for (const fileName of knownFileNames()) {
    const path = join(directory, fileName);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) return path;
  }
  throw new LockfileError(
    `${directory}: no lock file here; looked for ${knownFileNames().join(", ")}. Set \`directory\` or \`lockfile\``,
  );
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new LockfileError(`it is larger than ${MAX_BYTES / 1024 / 1024} MiB`);
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof LockfileError) throw error;
    throw new LockfileError(`it cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}
