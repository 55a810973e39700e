import type { Reference } from "../json/index.js";

/** The value of a `ContainerImageInfo` reading. */
export interface ContainerImageInfo {
  /** The media type of its manifest. */
  mediaType: string;
  /** What it can run on, as `linux/amd64`; several of an index. */
  platforms: string[];
  /** The platform of an index that the rest is about. */
  platform?: string;
  /** When it was built, as it says itself. */
  createdOn?: string;
  /** What is transferred: configuration and layers, compressed. */
  sizeBytes?: number;
  labels?: Record<string, string>;
}

/** The value of a `ContainerImagePackages` reading. */
export interface ContainerImagePackages {
  /** Of all packages, also where the list had to leave some out. */
  total: number;
  isTruncated: boolean;
  packages: Reference[];
}
