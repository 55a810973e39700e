export { osvEventsInclude, type OsvEvent } from "./osv-events.js";
export { isPackageMeant, isVersionMeant, parsePackageQuery, type PackageQuery } from "./package-query.js";
export { compareVersions, schemeOf } from "./scheme-of.js";
export {
  ANY_VERSION,
  parseVersionRange,
  rangeIncludes,
  type VersionBound,
  type VersionOperator,
  type VersionRange,
} from "./version-range.js";
export type { VersionScheme } from "./version-scheme.js";
