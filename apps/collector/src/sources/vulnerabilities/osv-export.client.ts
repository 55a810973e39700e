import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { BinnacleError } from "@binnacle/errors";
import { baseEcosystem, packageKeyOf } from "./osv-ecosystem.js";
import { type OsvRecord, readOsvRecord } from "./osv-record.js";
import { zipEntries } from "./zip-archive.js";

/** What an export of the OSV database says about the packages asked for. */
export interface OsvExport {
  /** By package key; packages without a record are missing. */
  recordsOf: Map<string, OsvRecord[]>;
  /** The ecosystems that it holds records of: it says nothing of any other. */
  ecosystems: Set<string>;
  /** Files that are no OSV records, each with the reason. */
  unreadable: string[];
}

export class ExportError extends BinnacleError {
  constructor(message: string, options?: ErrorOptions) {
    super("EXPORT_UNREADABLE", message, options);
  }
}

/** The largest record that OSV has published takes some MB. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024;

interface ExportedFile {
  name: string;
  read(): Promise<Buffer>;
}

/**
 * Reads an export: a zip archive of records (`all.zip` of an ecosystem), a folder with records or archives at any depth, or one record. Only what is
 * about the wanted packages is kept, so that memory stays small.
 * @param wanted package keys
 * @throws ExportError where it cannot be read, or holds no record at all
 */
export async function readOsvExport(
  path: string,
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<OsvExport> {
  const found: OsvExport = { recordsOf: new Map(), ecosystems: new Set(), unreadable: [] };
  let records = 0;
  try {
    for await (const file of exportedFiles(path)) {
      signal.throwIfAborted();
      const record = await readRecord(file).catch((error: unknown) => {
        found.unreadable.push(`${file.name}: ${(error as Error).message}`);
      });
      if (record === undefined) continue;
      records++;
      keep(found, record, wanted);
    }
  } catch (cause) {
    if (signal.aborted) throw cause;
    const reason =
      (cause as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file or folder" : (cause as Error).message;
    throw new ExportError(`${path}: ${reason}`, { cause });
  }
  if (records === 0) throw new ExportError(`${path}: it holds no OSV record`);
  return found;
}

function keep({ recordsOf, ecosystems }: OsvExport, record: OsvRecord, wanted: ReadonlySet<string>): void {
  const keys = new Set<string>();
  for (const affected of record.affected) {
    ecosystems.add(baseEcosystem(affected.package.ecosystem));
    const key = packageKeyOf(affected.package);
    if (key !== undefined && wanted.has(key)) keys.add(key);
  }
  for (const key of keys) recordsOf.set(key, [...(recordsOf.get(key) ?? []), record]);
}

async function readRecord(file: ExportedFile): Promise<OsvRecord> {
  const record = readOsvRecord(JSON.parse((await file.read()).toString("utf8")));
  if (record === undefined) throw new Error("it has no id");
  return record;
}

async function* exportedFiles(path: string): AsyncGenerator<ExportedFile> {
  const status = await stat(path);
  if (status.isDirectory()) {
    for (const name of (await readdir(path)).toSorted()) {
      const inside = join(path, name);
      if (/\.(json|zip)$/i.test(name) || (await stat(inside)).isDirectory()) yield* exportedFiles(inside);
    }
  } else if (/\.zip$/i.test(path)) {
    for await (const entry of zipEntries(path)) {
      if (/\.json$/i.test(entry.name)) {
        yield { name: `${path}:${entry.name}`, read: () => entry.read(MAX_RECORD_BYTES) };
      }
    }
  } else {
    if (status.size > MAX_RECORD_BYTES) throw new ExportError(`it is larger than ${MAX_RECORD_BYTES} bytes`);
    yield { name: path, read: () => readFile(path) };
  }
}
