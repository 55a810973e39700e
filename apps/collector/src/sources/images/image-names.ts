import { parseImageReference } from "@binnacle/contract";
import type { ImageName } from "./image-report.js";

/** The images that references with digests name: `registry.example.com/orders@sha256:…`. Each once, in order. */
export function imageNames(references: readonly string[]): ImageName[] {
  const names = new Map<string, ImageName>();
  for (const reference of references) {
    const { repository, digest } = parseImageReference(reference) ?? {};
    if (repository !== undefined && digest !== undefined) names.set(`${repository}@${digest}`, { repository, digest });
  }
  return [...names.keys()].toSorted().map((key) => names.get(key) as ImageName);
}

/** The image that a package URL of type `oci` or `docker` names (https://github.com/package-url/purl-spec), as CycloneDX documents do. */
export function imageOfPurl(purl: string): ImageName[] {
  const [, name = "", version = "", query = ""] =
    /^pkg:(?:oci|docker)\/([^@?#]+)@([^?#]+)(?:\?([^#]*))?/.exec(purl) ?? [];
  const repository = new URLSearchParams(query).get("repository_url");
  try {
    const digest = decodeURIComponent(version);
    // By the specification the repository's URL ends with the name; some leave that out.
    const last = decodeURIComponent(name).split("/").at(-1) as string;
    const path = repository?.endsWith(`/${last}`) === false ? `${repository}/${last}` : repository;
    return path == null ? [] : imageNames([`${path}@${digest}`]);
  } catch {
    return [];
  }
}
