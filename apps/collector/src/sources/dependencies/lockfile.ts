import type { PackageCoordinates } from "@binnacle/contract";
import { BinnacleError } from "@binnacle/errors";

/** Who needs a package, the strongest need first: a package that several need has the strongest of theirs. */
export const SCOPES = ["production", "optional", "peer", "development"] as const;
export type Scope = (typeof SCOPES)[number];

/** One version of a package that a lock file fixes, however many copies of it are installed. */
export interface LockedPackage {
  coordinates: PackageCoordinates & { version: string };
  /** Asked for by the project itself, or by a package of its own workspace. */
  isDirect: boolean;
  scope: Scope;
  /** Where it is taken from, when not from a registry. */
  origin?: "git" | "file";
  /** The commit that is installed, of a package from git. */
  commit?: string;
  license?: string;
  /** Digest of the package's archive, as Subresource Integrity where the package manager writes one; of Go modules `h1:…`. */
  integrity?: string;
  /** It runs a script of its own when it is installed. */
  hasInstallScript?: boolean;
}

export interface Lockfile {
  /** As the file states it; absent where the format has none. */
  lockfileVersion?: number | string;
  packages: LockedPackage[];
  /** Entries that name no version and so no package, by their place in the file. */
  unversioned: string[];
}

/** Of the files of one directory that are read by the same family of tools, one counts. */
export type LockfileFamily = "npm" | "maven" | "golang" | "composer" | "pypi" | "cargo";

/** Reads the lock files of one package manager. Pure: handed the text, never the file. */
export interface LockfileReader {
  /** The names of the files that it reads, the one that counts first. */
  readonly fileNames: readonly string[];
  readonly family: LockfileFamily;
  /** Further names that it reads when told to, but does not look for. */
  readonly otherNames?: RegExp;
  /** A file beside the lock file that says what the project itself asks for, where the lock file does not. */
  readonly manifest?: string;
  /**
   * @param manifest the text of that file, if it is there
   * @throws LockfileError if the text is no such lock file
   */
  read(text: string, manifest?: string): Lockfile;
}

/** A file is not the lock file that its name promises. The message says what to do about it. */
export class LockfileError extends BinnacleError {
  constructor(message: string, options?: ErrorOptions) {
    super("LOCKFILE_UNREADABLE", message, options);
  }
}
