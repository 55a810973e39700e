import { readFileSync } from "node:fs";

export interface PackageInfo {
  name: string;
  version: string;
}

/** Name and version of a `package.json`, given as `new URL("../package.json", import.meta.url)`. */
export function readPackageInfo(file: URL): PackageInfo {
  const { name, version } = JSON.parse(readFileSync(file, "utf8")) as PackageInfo;
  return { name, version };
}
