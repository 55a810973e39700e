import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes a project whose lock file names so many packages, in version 3 of npm's format. */
export async function writeProject(directory: string, packages: number): Promise<string> {
  await mkdir(directory, { recursive: true });
  const names = Array.from({ length: packages }, (_, index) =>
    index % 4 === 0 ? `@scope/package-${index}` : `package-${index}`,
  );
  const direct = Object.fromEntries(names.slice(0, 80).map((name) => [name, "^1.0.0"]));
  const root = { name: "bench-project", version: "1.0.0", dependencies: direct };
  const entries = names.map((name, index) => [
    `node_modules/${name}`,
    {
      version: `1.${index % 50}.${index % 7}`,
      resolved: `https://registry.example.com/${name}/-/package-1.0.0.tgz`,
      integrity: `sha512-${Buffer.from(name.padEnd(64, "x")).toString("base64")}`,
      license: index % 3 === 0 ? "ISC" : "MIT",
      dependencies: Object.fromEntries(names.slice(index + 1, index + 4).map((dependency) => [dependency, "^1.0.0"])),
      engines: { node: ">=18" },
    },
  ]);
  const lock = {
    name: root.name,
    version: root.version,
    lockfileVersion: 3,
    requires: true,
    packages: { "": root, ...(Object.fromEntries(entries) as object) },
  };
  const file = join(directory, "package-lock.json");
  await Promise.all([
    writeFile(join(directory, "package.json"), JSON.stringify(root)),
    writeFile(file, JSON.stringify(lock, null, 2)),
  ]);
  return file;
}
