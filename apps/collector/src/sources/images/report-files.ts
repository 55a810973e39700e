import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { SourceClient } from "@binnacle/collector";
import { BinnacleError } from "@binnacle/errors";
import { secretFrom } from "../../options/secret-from.js";
import type { ReportOptions } from "./images.options.js";

/** The text of a report, or why there is none. */
export interface ReportText {
  /** Its path, or its address. */
  name: string;
  read(): Promise<string>;
}

/** A report with all packages of a large image takes some 50 MB. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Where reports are found. Kept between runs. */
export interface ReportLocation {
  /** For messages. */
  name: string;
  /** Raises a `BinnacleError` if it cannot be looked into. */
  files(): Promise<ReportText[]>;
}

/** @throws ConfigurationError if the environment variable of a token is not set */
export function reportLocation({ path, url, tokenFrom }: ReportOptions): ReportLocation {
  if (url === undefined) {
    const folder = path as string;
    return {
      name: folder,
      files: async () => (await pathsIn(folder)).map((file) => ({ name: file, read: () => readText(file) })),
    };
  }
  const { origin, pathname, search } = new URL(url);
  const token = tokenFrom === undefined ? undefined : secretFrom(tokenFrom, "reports.tokenFrom");
  const client = new SourceClient({
    baseUrl: origin,
    maxBytes: MAX_BYTES,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    ...(tokenFrom === undefined ? {} : { credentials: `${tokenFrom} (reports.tokenFrom)` }),
  });
  const name = origin + pathname;
  const read = async (): Promise<string> => (await client.request({ path: pathname + search })).text();
  return { name, files: async () => [{ name, read }] };
}

/** In the order of their names, at any depth. */
async function pathsIn(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = await readdir(path, { recursive: true, withFileTypes: true });
    return names
      .flatMap((entry) => (entry.isFile() && /\.json$/i.test(entry.name) ? [join(entry.parentPath, entry.name)] : []))
      .toSorted();
  } catch (cause) {
    throw new BinnacleError("REPORT_UNREADABLE", `it cannot be read (${(cause as NodeJS.ErrnoException).code})`, {
      cause,
    });
  }
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= MAX_BYTES) return await readFile(path, "utf8");
  } catch (cause) {
    throw new BinnacleError("REPORT_UNREADABLE", `it cannot be read (${(cause as NodeJS.ErrnoException).code})`, {
      cause,
    });
  }
  throw new BinnacleError("REPORT_UNREADABLE", `it is larger than ${MAX_BYTES / 1024 / 1024} MiB`);
}
