import { reading, resource } from "@binnacle/collector";
import {
  type CatalogRecord,
  containerImage,
  type ContainerImageInfo,
  type ContainerImagePackages,
  type DependencyVersionVulnerabilities,
  MAX_VALUE_REFERENCES,
  packageUrl,
  referenceTo,
  SEVERITIES,
  softwareDependency,
  softwareDependencyVersion,
  type Vulnerability,
} from "@binnacle/contract";
import { ContractError } from "@binnacle/errors";
import type { ImageFinding, ImageName, ImageReport } from "./image-report.js";
import { isHidden, type ReportedImage } from "./vex.js";

/** What its registry says of an image. One that was found in the catalog is stated by who found it running, not by us. */
export function* mapInfo(image: ImageName, info: ContainerImageInfo, isStated: boolean): Generator<CatalogRecord> {
  const address = containerImage(image.repository, image.digest);
  if (isStated) yield resource(address);
  yield reading(address, "ContainerImageInfo", info);
}

/** What reports say of their images: of each all that any of them found, without what VEX hides. */
export function* mapReports(documents: readonly ImageReport[], withPackages: boolean): Generator<CatalogRecord> {
  for (const reported of byImage(documents)) {
    const { image, reports } = reported;
    const address = containerImage(image.repository, image.digest);
    yield resource(address);
    if (reports.some(({ isScan }) => isScan)) {
      const findings = reports.flatMap((report) =>
        report.findings.filter((finding) => !isHidden(finding, reported, documents)),
      );
      const value: DependencyVersionVulnerabilities = { vulnerabilities: vulnerabilitiesOf(findings) };
      yield reading(address, "DependencyVersionVulnerabilities", value);
    }
    if (withPackages) yield* packageRecords(reported);
  }
}

function byImage(documents: readonly ImageReport[]): ReportedImage[] {
  const found = new Map<string, { image: ImageName; reports: ImageReport[] }>();
  for (const report of documents) {
    // VEX alone speaks of an image, but did not look at it.
    if (!report.isScan && report.packages.length === 0) continue;
    for (const image of report.images) {
      const key = `${image.repository}@${image.digest}`;
      const other = found.get(key);
      if (other === undefined) found.set(key, { image, reports: [report] });
      else other.reports.push(report);
    }
  }
  return [...found.keys()].toSorted().map((key) => found.get(key) as ReportedImage);
}

/** One for each id, or for ids that name each other, with the packages that have it. */
function vulnerabilitiesOf(findings: readonly ImageFinding[]): Vulnerability[] {
  let merged: Vulnerability[] = [];
  for (const { vulnerability, package: coordinates, packageName } of findings) {
    const found = { ...vulnerability, packages: [coordinates === undefined ? packageName : packageUrl(coordinates)] };
    const isSame = (other: Vulnerability): boolean => namesOf(other).some((name) => namesOf(found).includes(name));
    merged = [...merged.filter((other) => !isSame(other)), merged.filter(isSame).reduce(merge, found)];
  }
  return merged.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The graver severity; scanners that call it by another name make that an alias. The CVE's name counts, since all know it. */
function merge(a: Vulnerability, b: Vulnerability): Vulnerability {
  const [first, second] = [a, b].toSorted((x, y) => rank(x) - rank(y) || (x.id < y.id ? -1 : 1)) as [
    Vulnerability,
    Vulnerability,
  ];
  const names = new Set([...namesOf(a), ...namesOf(b)]);
  const ids = [a.id, b.id].toSorted();
  const id = ids.find((name) => name.startsWith("CVE-")) ?? (ids[0] as string);
  names.delete(id);
  const fixedIn = [...new Set([...(a.fixedIn ?? []), ...(b.fixedIn ?? [])])].toSorted();
  const packages = [...new Set([...(a.packages ?? []), ...(b.packages ?? [])])].toSorted();
  return {
    ...second,
    ...first,
    id,
    ...(names.size === 0 ? {} : { aliases: [...names].toSorted() }),
    ...(fixedIn.length === 0 ? {} : { fixedIn }),
    packages,
  };
}

function rank({ severity }: Vulnerability): number {
  return SEVERITIES.indexOf(severity);
}

function namesOf({ id, aliases = [] }: Vulnerability): string[] {
  return [id, ...aliases];
}

function* packageRecords({ image, reports }: ReportedImage): Generator<CatalogRecord> {
  const addresses = new Map<string, { dependency: string }>();
  for (const coordinates of reports.flatMap(({ packages }) => packages)) {
    try {
      addresses.set(softwareDependencyVersion(coordinates).name, { dependency: softwareDependency(coordinates).name });
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
    }
  }
  const names = [...addresses.keys()].toSorted();
  if (names.length === 0) return;
  const parents = new Set<string>();
  for (const name of names) {
    const parent = resource("SoftwareDependency", addresses.get(name)?.dependency ?? "");
    if (!parents.has(parent.name)) yield parent;
    parents.add(parent.name);
    yield resource("SoftwareDependencyVersion", name, { parent });
  }
  const value: ContainerImagePackages = {
    total: names.length,
    isTruncated: names.length > MAX_VALUE_REFERENCES,
    packages: names
      .slice(0, MAX_VALUE_REFERENCES)
      .map((name) => referenceTo({ type: "SoftwareDependencyVersion", name })),
  };
  yield reading(containerImage(image.repository, image.digest), "ContainerImagePackages", value);
}
