import { differences, type Difference } from "@binnacle/calculation";
import type { JsonValue } from "@binnacle/contract";
import type { ShownResource } from "@binnacle/ingest";

/** One thing that would change; short scalars are shown. */
export interface PlannedDifference {
  /** JSON Pointer. */
  path: string;
  change: Difference["change"];
  before?: JsonValue;
  after?: JsonValue;
}

export interface RecordDiff {
  differences: PlannedDifference[];
  /** There is more than is told. */
  isPartial?: true;
}

const MAX_RECORD_DIFFERENCES = 100;
const MAX_DIFFERENCES = 10_000;
const MAX_PATH_CHARACTERS = 1024 * 1024;
const MAX_SHOWN_LENGTH = 200;

/** Says what changes, and keeps all of an answer's diffs together small, whatever the values are. */
export class DiffWriter {
  private differences = MAX_DIFFERENCES;
  private characters = MAX_PATH_CHARACTERS;

  /** Of a value that is too large to be looked at. */
  unseen(): RecordDiff {
    return { differences: [{ path: "", change: "changed" }], isPartial: true };
  }

  ofValues(before: JsonValue, after: JsonValue): RecordDiff {
    const told: PlannedDifference[] = [];
    for (const { path, change, left, right } of differences(before, after)) {
      this.characters -= path.length;
      if (told.length === MAX_RECORD_DIFFERENCES || this.characters < 0 || --this.differences < 0) {
        return { differences: told, isPartial: true };
      }
      told.push({ path, change, ...(isShown(left) && { before: left }), ...(isShown(right) && { after: right }) });
    }
    return { differences: told };
  }

  ofResource(before: ShownResource, after: ShownResource): RecordDiff {
    if (!after.isPresent) return { differences: [{ path: "", change: "removed" }] };
    return this.ofValues(fieldsOf(before), fieldsOf(after));
  }
}

/** By the names that the API gives them. */
function fieldsOf({ parentId, isDeclared }: ShownResource): JsonValue {
  return { parentId, declared: isDeclared };
}

function isShown(value: JsonValue | undefined): value is JsonValue {
  if (value === undefined || (typeof value === "object" && value !== null)) return false;
  return typeof value !== "string" || value.length <= MAX_SHOWN_LENGTH;
}
