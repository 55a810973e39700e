import { usableText } from "./lockfile-text.js";
import { type LockedPackage, type Lockfile, LockfileError, type LockfileReader } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";

const REWRITE = "write it anew with `gradle dependencies --write-locks`";

/** Gradle's lock files: `group:artifact:version=configuration,…`, and at the end what is `empty`. */
export const gradleLockfileReader: LockfileReader = {
  fileNames: ["gradle.lockfile"],
  family: "maven",
  otherNames: /\.lockfile$/,

  read(text: string): Lockfile {
    const packages: LockedPackage[] = [];
    for (const [index, line] of usableText(text, { rewrite: REWRITE }).split("\n").entries()) {
      const entry = line.trim();
      if (entry === "" || entry.startsWith("#") || entry.startsWith("empty=")) continue;
      // Before Gradle 7 there was a file for each configuration, and no `=`.
      const [, group, name, version, configurations = ""] =
        /^([^\s:=]+):([^\s:=]+):([^\s:=]+)(?:=([\w,.$ -]*))?$/.exec(entry) ?? [];
      if (group === undefined || name === undefined || version === undefined) {
        throw new LockfileError(`line ${index + 1} is none of a lock file of Gradle: ${REWRITE}`);
      }
      packages.push({
        coordinates: { type: "maven", namespace: group, name, version },
        isDirect: false,
        scope: isForDevelopment(configurations) ? "development" : "production",
      });
    }
    return { packages: mergePackages(packages), unversioned: [] };
  },
};

/** What only tests, code style and annotations are built with. Configurations have the names that a project gives them; these are the usual ones. */
function isForDevelopment(configurations: string): boolean {
  const names = configurations.split(/[, ]+/).filter((name) => name !== "");
  return (
    names.length > 0 &&
    names.every((name) => /^test|Test|[aA]nnotationProcessor|checkstyle|pmd|spotbugs|jacoco|detekt|ktlint/.test(name))
  );
}
