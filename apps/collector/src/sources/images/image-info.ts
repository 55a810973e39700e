import type { ContainerImageInfo } from "@binnacle/contract";
import { type DocumentFields, entriesOf, fieldsOf, listOf, textOf } from "../../documents/document-fields.js";

/** One platform's image within an index. */
export interface PlatformManifest {
  platform: string;
  digest: string;
}

/** Longer labels are documents of their own: they tell a person nothing. */
const MAX_LABEL_CHARACTERS = 2_000;

/** The images of an index; `undefined`: it is none, but the manifest of one image. Attestations and signatures stand there too, and are no images. */
export function platformManifests(index: unknown): PlatformManifest[] | undefined {
  const { manifests } = fieldsOf(index);
  if (!Array.isArray(manifests)) return undefined;
  return manifests.map(fieldsOf).flatMap((manifest) => {
    const platform = platformOf(fieldsOf(manifest["platform"]));
    const digest = textOf(manifest["digest"]);
    return platform === undefined || digest === undefined ? [] : [{ platform, digest }];
  });
}

/** The one asked for, else the first, in the order of the index. */
export function choosePlatform(manifests: readonly PlatformManifest[], wanted: string): PlatformManifest | undefined {
  return manifests.find(({ platform }) => platform === wanted || platform.startsWith(`${wanted}/`)) ?? manifests[0];
}

/** Of a manifest: the digest of its configuration. */
export function configDigestOf(manifest: unknown): string | undefined {
  return textOf(fieldsOf(fieldsOf(manifest)["config"])["digest"]);
}

/** What is published of an image, out of the documents of its registry. */
export function imageInfo(
  {
    mediaType,
    index,
  }: { mediaType: string; index?: { platforms: readonly PlatformManifest[]; chosen: PlatformManifest } },
  manifest: unknown,
  config: unknown,
): ContainerImageInfo {
  const platform = platformOf(fieldsOf(config)) ?? "unknown";
  const createdOn = textOf(fieldsOf(config)["created"]);
  const labels = labelsOf(fieldsOf(config));
  const sizeBytes = sizeOf(fieldsOf(manifest));
  return {
    mediaType,
    platforms: index === undefined ? [platform] : [...new Set(index.platforms.map((each) => each.platform))].toSorted(),
    ...(index === undefined ? {} : { platform: index.chosen.platform }),
    // Builds that can be repeated state the year 1, or the beginning of 1970.
    ...(createdOn === undefined || /^(0001|1970)-01-01T/.test(createdOn) ? {} : { createdOn }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(labels === undefined ? {} : { labels }),
  };
}

function platformOf({ os, architecture, variant }: DocumentFields): string | undefined {
  const [system, processor] = [textOf(os), textOf(architecture)];
  if (system === undefined || processor === undefined || system === "unknown") return undefined;
  return [system, processor, ...(textOf(variant) === undefined ? [] : [textOf(variant)])].join("/");
}

function sizeOf({ config, layers }: DocumentFields): number | undefined {
  const sizes = [config, ...listOf(layers)].map((part) => fieldsOf(part)["size"]);
  return sizes.every((size) => typeof size === "number")
    ? sizes.reduce((sum: number, size) => sum + (size as number), 0)
    : undefined;
}

function labelsOf({ config }: DocumentFields): Record<string, string> | undefined {
  const labels = entriesOf(fieldsOf(config)["Labels"])
    .flatMap(([name, label]) =>
      typeof label === "string" && label.length <= MAX_LABEL_CHARACTERS ? [[name, label] as const] : [],
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return labels.length === 0 ? undefined : Object.fromEntries(labels);
}
