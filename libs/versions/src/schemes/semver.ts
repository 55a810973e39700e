import semver from "semver";
import { versionScheme } from "../version-scheme.js";

/**
 * Semantic Versioning 2.0.0 (https://semver.org/#spec-item-11), for npm, Cargo, Hex, Pub and Swift: build metadata does not count. Missing parts are
 * zero, so that a bound may be written `2.17`.
 */
export const SEMVER = versionScheme(
  "semver",
  (text) => semver.parse(padded(text), { loose: true }) ?? undefined,
  (a, b) => a.compare(b),
);

/**
 * Versions of Go modules (https://go.dev/ref/mod#versions): semantic versions with a `v`, pseudo-versions among them; `+incompatible` does not count.
 * Vulnerability databases leave the `v` out.
 */
export const GO = versionScheme(
  "go",
  (text) => semver.parse(padded(text.replace(/^v/, ""))) ?? undefined,
  (a, b) => a.compare(b),
);

function padded(text: string): string {
  const parts = /^([v=\s]*[0-9]+)(\.[0-9]+)?(?=$|[-+])/.exec(text);
  if (parts === null) return text;
  const [whole, major = "", minor = ".0"] = parts;
  return `${major}${minor}.0${text.slice(whole.length)}`;
}
