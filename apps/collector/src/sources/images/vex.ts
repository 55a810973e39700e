import { packageUrl, parsePackageUrl } from "@binnacle/contract";
import { imageOfPurl } from "./image-names.js";
import type { ImageFinding, ImageName, ImageReport } from "./image-report.js";

/** An image, and the reports about it. */
export interface ReportedImage {
  image: ImageName;
  reports: readonly ImageReport[];
}

/** Whether VEX says of a finding in an image that there is nothing to act upon. Of statements that contradict each other the warning one counts. */
export function isHidden(
  finding: ImageFinding,
  { image, reports }: ReportedImage,
  documents: readonly ImageReport[],
): boolean {
  const { id, aliases = [] } = finding.vulnerability;
  const names = new Set([id, ...aliases]);
  const verdicts = documents.flatMap((document) =>
    document.statements
      .filter(({ ids }) => ids.some((name) => names.has(name)))
      .filter(({ affects }) => speaksOf(document, affects, finding, { image, reports }))
      .map(({ isHiding }) => isHiding),
  );
  return verdicts.length > 0 && !verdicts.includes(false);
}

/** A document that names an image is about that one alone; one that names none speaks of packages wherever they are. */
function speaksOf(
  document: ImageReport,
  affects: readonly string[],
  finding: ImageFinding,
  about: ReportedImage,
): boolean {
  const isOfImage = document.images.some((image) => isSame(image, about.image));
  if (document.images.length > 0 && !isOfImage) return false;
  if (affects.length === 0) return isOfImage;
  return affects.some((reference) => {
    const [link, serial, inside = ""] = /^(?:urn:cdx:([^/#]+)\/[^#]+)(?:#(.*))?$/.exec(reference) ?? [];
    if (link !== undefined) {
      const named = about.reports.some(({ serialNumber }) => serialNumber === `urn:uuid:${serial}`);
      return named && (inside === "" || means(decoded(inside), finding, about, true));
    }
    return means(reference, finding, about, isOfImage);
  });
}

/** Whether a reference means the finding's package, or the whole image. Bom-refs are names within one document, or made of the same scan. */
function means(
  reference: string,
  finding: ImageFinding,
  { image, reports }: ReportedImage,
  isOfImage: boolean,
): boolean {
  const images = imageOfPurl(reference);
  if (images.length > 0) return images.some((one) => isSame(one, image));
  const stated = parsePackageUrl(reference);
  if (stated !== undefined && finding.package !== undefined) {
    const bare = packageUrl({ ...finding.package, version: "" });
    const isVersionMeant = stated.version === undefined || stated.version === finding.package.version;
    return packageUrl({ ...stated, version: "" }) === bare && isVersionMeant;
  }
  if (!isOfImage) return false;
  return reference === finding.reference || reports.some(({ subject }) => subject === reference);
}

function isSame(a: ImageName, b: ImageName): boolean {
  return a.digest === b.digest && a.repository === b.repository;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
