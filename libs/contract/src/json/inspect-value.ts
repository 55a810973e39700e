import { hash } from "node:crypto";
import { readName } from "../identity/resource-name.js";
import { isValidType } from "../identity/type-name.js";
import { MAX_VALUE_REFERENCES, MAX_VALUE_SENT_BYTES } from "../limits.js";
import type { JsonValue } from "./json-value.js";
import { JsonbWriter } from "./jsonb-writer.js";
import { ValueFault, type ValueFaultCode } from "./value-fault.js";

/** A "has a" relation that a reading's value states. The name is NFC-normalized. */
export interface Reference {
  resourceType: string;
  resourceName: string;
}

/** A value that can be stored. */
export interface InspectedValue {
  fault?: undefined;
  /** What PostgreSQL prints for the value as `jsonb`. */
  text: string;
  /** UTF-8 bytes of `text`. */
  bytes: number;
  /** SHA-256 of `text` in UTF-8, as 64 lower-case hexadecimal digits. */
  digest: string;
  /** Each once, in the order of the printed text. */
  references: readonly Reference[];
}

/** A value that cannot be stored. `path` is a JSON Pointer below the value. */
export interface FaultyValue {
  fault: { code: ValueFaultCode; path: string; detail: string };
}

/**
 * Looks at a reading's value once and gives all that the sink needs of it, or the first fault.
 * `sentBytes` is the size of the value as it was sent, where it came as text.
 */
export function inspectValue(value: JsonValue, sentBytes = 0): InspectedValue | FaultyValue {
  if (sentBytes > MAX_VALUE_SENT_BYTES) {
    return { fault: { code: "VALUE_TOO_LARGE", path: "", detail: `has more than ${MAX_VALUE_SENT_BYTES} bytes` } };
  }
  const writer = new ReferenceCollector();
  try {
    const text = writer.write(value, 0);
    return { text, bytes: writer.bytes, digest: hash("sha256", text, "hex"), references: writer.references };
  } catch (error) {
    if (error instanceof ValueFault) {
      const { code, path, detail } = error;
      return { fault: { code, path, detail } };
    }
    throw error;
  }
}

const NO_REFERENCES: readonly Reference[] = [];

class ReferenceCollector extends JsonbWriter {
  private found: Map<string, Reference> | undefined;
  private occurrences = 0;

  get references(): readonly Reference[] {
    return this.found === undefined ? NO_REFERENCES : [...this.found.values()];
  }

  protected override visitReference(resourceType: JsonValue, resourceName: JsonValue): void {
    if (typeof resourceType !== "string" || typeof resourceName !== "string") {
      return;
    }
    const name = isValidType(resourceType) ? readName(resourceName) : undefined;
    if (name === undefined) {
      return;
    }
    if (++this.occurrences > MAX_VALUE_REFERENCES) {
      this.fail("VALUE_TOO_LARGE", 0, `has more than ${MAX_VALUE_REFERENCES} references`);
    }
    this.found ??= new Map();
    const key = `${resourceType}\n${name}`;
    if (!this.found.has(key)) {
      this.found.set(key, { resourceType, resourceName: name });
    }
  }
}
