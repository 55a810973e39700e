import fc from "fast-check";
import { narrowRecord, wideRecord } from "./generated-records.js";
import type { Address, ModelRecord } from "./model-record.js";

export interface ScatterOptions {
  seed: number;
  /** What the types of these records end in, so that no others meet them. */
  suffix: string;
  cells: number;
}

/** Records that meet in a cell of theirs only: so few that each matters, so many cells that some meet in time, too. */
const PER_CELL = { narrow: 15, wide: 40 };
/** One cell in so many speaks of everything. */
const WIDE_EVERY = 8;

/** Generated records of many cells; all the types that occur start like those of the alphabet and end in the suffix. */
export function scatteredRecords({ seed, suffix, cells }: ScatterOptions): ModelRecord[] {
  return Array.from({ length: cells }, (_, cell) => {
    const isWide = cell % WIDE_EVERY === 0;
    const length = isWide ? PER_CELL.wide : PER_CELL.narrow;
    const records = fc.array(isWide ? wideRecord : narrowRecord, { minLength: length, maxLength: length });
    const [sample] = fc.sample(records, { seed: seed + cell, numRuns: 1 });
    return sample!.map((record) => moved(record, `.${cell}${suffix}`));
  }).flat();
}

/** Every type of Resource that the records speak of. */
export function typesOf(records: readonly ModelRecord[]): string[] {
  const types = records.flatMap((record) => {
    if (record.kind === "sweep") return [record.resourceType];
    const parent = record.kind === "resource" ? record.parent : undefined;
    return parent ? [record.at.type, parent.type] : [record.at.type];
  });
  return [...new Set(types)];
}

function moved(record: ModelRecord, suffix: string): ModelRecord {
  const elsewhere = ({ type, name }: Address): Address => ({ type: `${type}${suffix}`, name });
  switch (record.kind) {
    case "sweep": {
      const { parent, ...sweep } = record;
      return { ...sweep, resourceType: `${sweep.resourceType}${suffix}`, ...(parent && { parent: elsewhere(parent) }) };
    }
    case "resource": {
      const { parent, ...resource } = record;
      const at = elsewhere(resource.at);
      return parent === undefined ? { ...resource, at } : { ...resource, at, parent: parent && elsewhere(parent) };
    }
    default:
      return { ...record, at: elsewhere(record.at) };
  }
}
