import { isObject } from "../../documents/document-fields.js";
import { parseJsonText } from "./lockfile-text.js";
import { LockfileError } from "./lockfile.js";

/** One entry of `packages`, by its path in the project. What npm writes is trusted in no field. */
export type NpmLockEntry = Readonly<Record<string, unknown>>;
export type NpmPackages = Readonly<Record<string, NpmLockEntry>>;

export interface NpmLockfile {
  lockfileVersion: number;
  packages: NpmPackages;
}

const REWRITE = "write it anew with `npm install --package-lock-only`";

/** @throws LockfileError that says what the text is instead of an npm lock file, and what to do */
export function parseNpmLockfile(text: string): NpmLockfile {
  const content = parseJsonText(text, { rewrite: REWRITE, resolve: "`npm install` resolves them" });
  if (!isObject(content)) throw new LockfileError(`it is JSON, but not an npm lock file: ${REWRITE}`);
  const { lockfileVersion, packages } = content;
  if (typeof lockfileVersion !== "number") {
    throw new LockfileError(`it is JSON, but not an npm lock file (it has no lockfileVersion): ${REWRITE}`);
  }
  if (lockfileVersion === 1) {
    throw new LockfileError(
      "it is of lockfileVersion 1, which npm 6 and older write: run `npm install --package-lock-only` with npm 7 or newer",
    );
  }
  if (lockfileVersion !== 2 && lockfileVersion !== 3) {
    throw new LockfileError(`it is of lockfileVersion ${lockfileVersion}; only 2 and 3 can be read`);
  }
  if (!isObject(packages) || !Object.values(packages).every(isObject)) {
    throw new LockfileError(`its \`packages\` is missing or broken: ${REWRITE}`);
  }
  return { lockfileVersion, packages: packages as NpmPackages };
}
