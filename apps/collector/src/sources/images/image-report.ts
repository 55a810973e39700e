import type { PackageCoordinates, Vulnerability } from "@binnacle/contract";

/** An image by what it is, not by what it is called. */
export interface ImageName {
  repository: string;
  digest: string;
}

/** A vulnerability of one package of an image. */
export interface ImageFinding {
  vulnerability: Vulnerability;
  /** Where the scanner says by package URL which; else what it calls it. */
  package?: PackageCoordinates;
  packageName: string;
  /** What a VEX document may call the package. */
  reference?: string;
}

/** Somebody's word, by VEX, on whether a vulnerability matters. */
export interface VexStatement {
  /** The vulnerability's id, and its names elsewhere. */
  ids: string[];
  /** `not_affected`, or found to be no true finding, or no longer there. */
  isHiding: boolean;
  /** What it is about: a bom-ref, a BOM-Link or a package URL; none: the whole of what the document is about. */
  affects: string[];
}

/** What a document says about images, whoever wrote it. */
export interface ImageReport {
  images: ImageName[];
  /** What the scanner calls the image, for messages. */
  subject: string;
  /** It was looked for vulnerabilities: `findings` are all there are. A VEX document alone was not. */
  isScan: boolean;
  findings: ImageFinding[];
  packages: (PackageCoordinates & { version: string })[];
  statements: VexStatement[];
  /** By which VEX documents refer to it: `urn:uuid:…`. */
  serialNumber?: string;
  /** Entries that could not be understood. */
  faults: string[];
}
