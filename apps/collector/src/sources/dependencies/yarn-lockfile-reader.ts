import type { Lockfile, LockfileReader } from "./lockfile.js";
import { readYarnBerry } from "./yarn-berry-packages.js";
import { readYarnClassic } from "./yarn-classic-packages.js";

/** Lock files of Yarn, which have one name and two formats. */
export const yarnLockfileReader: LockfileReader = {
  fileNames: ["yarn.lock"],
  family: "npm",
  manifest: "package.json",

  read(text: string, manifest?: string): Lockfile {
    return /^__metadata:/m.test(text) ? readYarnBerry(text, manifest) : readYarnClassic(text, manifest);
  },
};
