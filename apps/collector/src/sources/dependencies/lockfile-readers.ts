import type { LockfileReader } from "./lockfile.js";
import { npmLockfileReader } from "./npm-lockfile-reader.js";

/** Every reader that there is, chosen by the file's name; where a directory holds several known files of one family the first counts. */
export const LOCKFILE_READERS: readonly LockfileReader[] = [npmLockfileReader];

export function knownFileNames(): string[] {
  return LOCKFILE_READERS.flatMap(({ fileNames }) => fileNames);
}

export function readerOf(fileName: string): LockfileReader | undefined {
  return (
    LOCKFILE_READERS.find(({ fileNames }) => fileNames.includes(fileName)) ??
    LOCKFILE_READERS.find(({ otherNames }) => otherNames?.test(fileName))
  );
}
