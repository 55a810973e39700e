import { BinnacleError } from "@binnacle/errors";
import { isObject } from "../../documents/document-fields.js";
import { isCycloneDx, readCycloneDx } from "./cyclonedx-report.js";
import { isGrypeReport, readGrypeReport } from "./grype-report.js";
import type { ImageReport } from "./image-report.js";
import { isTrivyReport, readTrivyReport } from "./trivy-report.js";

/** Reads a report, whichever it is. Raises a `BinnacleError` (`REPORT_UNREADABLE`) that quotes nothing of the text. */
export function readReport(text: string): ImageReport {
  const document = parse(text);
  if (isObject(document)) {
    if (isTrivyReport(document)) return readTrivyReport(document);
    if (isGrypeReport(document)) return readGrypeReport(document);
    if (isCycloneDx(document)) return readCycloneDx(document);
  }
  throw new BinnacleError(
    "REPORT_UNREADABLE",
    "it is JSON, but neither of Trivy, nor of Grype, nor in the format of CycloneDX",
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    const place = /\(line \d+ column \d+\)/.exec((cause as Error).message)?.[0] ?? "(it ends too early)";
    throw new BinnacleError("REPORT_UNREADABLE", `it is not valid JSON ${place}`, { cause });
  }
}
