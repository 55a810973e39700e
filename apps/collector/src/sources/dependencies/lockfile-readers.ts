import { cargoLockfileReader } from "./cargo-lockfile-reader.js";
import { composerLockfileReader } from "./composer-lockfile-reader.js";
import { cycloneDxReader } from "./cyclonedx-reader.js";
import { goModReader } from "./go-mod-reader.js";
import { gradleLockfileReader } from "./gradle-lockfile-reader.js";
import type { LockfileReader } from "./lockfile.js";
import { mavenPomReader } from "./maven-pom-reader.js";
import { mavenTreeReader } from "./maven-tree-reader.js";
import { npmLockfileReader } from "./npm-lockfile-reader.js";
import { pipenvLockfileReader } from "./pipenv-lockfile-reader.js";
import { pnpmLockfileReader } from "./pnpm-lockfile-reader.js";
import { poetryLockfileReader } from "./poetry-lockfile-reader.js";
import { requirementsReader } from "./requirements-reader.js";
import { uvLockfileReader } from "./uv-lockfile-reader.js";
import { yarnLockfileReader } from "./yarn-lockfile-reader.js";

/** Every reader that there is, chosen by the file's name; where a directory holds several known files of one family the first counts. */
export const LOCKFILE_READERS: readonly LockfileReader[] = [
  npmLockfileReader,
  pnpmLockfileReader,
  yarnLockfileReader,
  gradleLockfileReader,
  mavenTreeReader,
  cycloneDxReader,
  mavenPomReader,
  goModReader,
  composerLockfileReader,
  uvLockfileReader,
  poetryLockfileReader,
  pipenvLockfileReader,
  requirementsReader,
  cargoLockfileReader,
];

export function knownFileNames(): string[] {
  return LOCKFILE_READERS.flatMap(({ fileNames }) => fileNames);
}

export function readerOf(fileName: string): LockfileReader | undefined {
  return (
    LOCKFILE_READERS.find(({ fileNames }) => fileNames.includes(fileName)) ??
    LOCKFILE_READERS.find(({ otherNames }) => otherNames?.test(fileName))
  );
}
