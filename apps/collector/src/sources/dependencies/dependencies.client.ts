import { access, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { knownFileNames, LOCKFILE_READERS, readerOf } from "./lockfile-readers.js";
import { type Lockfile, LockfileError, type LockfileFamily, type LockfileReader } from "./lockfile.js";

export interface FoundLockfile {
  path: string;
  /** The directory that it lies in: the project's. */
  directory: string;
  /** Without its directory. */
  fileName: string;
  content: Lockfile;
}

/** Beyond it a file is no lock file that anybody has seen, and one string could hardly hold it. */
const MAX_BYTES = 200 * 1024 * 1024;

/**
 * Finds and reads the lock files of a directory: those named, relative to it, else the first known one of each family of tools.
 * @throws LockfileError that names the file, what is wrong with it and what to do
 */
export async function readLockfiles(directory: string, named?: readonly string[]): Promise<FoundLockfile[]> {
  const paths = named?.map((path) => resolve(directory, path)) ?? (await discover(resolve(directory)));
  const found: FoundLockfile[] = [];
  for (const path of paths) found.push(await readLockfile(path));
  return found;
}

async function readLockfile(path: string): Promise<FoundLockfile> {
  const fileName = basename(path);
  const reader = readerOf(fileName);
  if (reader === undefined) {
    throw new LockfileError(`${path}: no reader knows files of this name; known are ${knownFileNames().join(", ")}`);
  }
  const directory = dirname(path);
  try {
    const text = await readText(path);
    return { path, directory, fileName, content: reader.read(text, await readManifest(reader, directory)) };
  } catch (error) {
    if (error instanceof LockfileError) throw new LockfileError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

async function discover(directory: string): Promise<string[]> {
  const found = new Map<LockfileFamily, string>();
  for (const { family, fileNames } of LOCKFILE_READERS) {
    for (const fileName of fileNames) {
      const path = join(directory, fileName);
      if (!found.has(family) && (await exists(path))) found.set(family, path);
    }
  }
  if (found.size > 0) return [...found.values()];
  throw new LockfileError(
    `${directory}: no lock file here; looked for ${knownFileNames().join(", ")}. Set \`directory\` or \`lockfile\``,
  );
}

/** What the project asks for by name is worth knowing, but the lock file tells most without it. */
async function readManifest({ manifest }: LockfileReader, directory: string): Promise<string | undefined> {
  if (manifest === undefined || !(await exists(join(directory, manifest)))) return undefined;
  try {
    return await readText(join(directory, manifest));
  } catch (error) {
    throw new LockfileError(`${manifest} beside it: ${(error as Error).message}`, { cause: error });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new LockfileError(`it is larger than ${MAX_BYTES / 1024 / 1024} MiB`);
    return decode(await readFile(path));
  } catch (error) {
    if (error instanceof LockfileError) throw error;
    throw new LockfileError(`it cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}

/** PowerShell writes what a command prints (`pip freeze > requirements.txt`) as UTF-16, with a byte order mark. */
function decode(bytes: Buffer): string {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");
}
