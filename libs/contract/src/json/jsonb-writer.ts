import { MAX_NUMBER_DIGITS, MAX_VALUE_LEVELS, MAX_VALUE_PRINTED_BYTES } from "../limits.js";
import { objectShape } from "./object-shape.js";
import { numericText } from "./jsonb-number.js";
import { isPlainText, isStorableText, quoteText } from "./jsonb-string.js";
import { isRawNumber, TOO_DEEP, type JsonObject, type JsonValue } from "./json-value.js";
import { ValueFault, type ValueFaultCode } from "./value-fault.js";

/** Keys may be megabytes: a path that would get longer ends at an ancestor. */
const MAX_PATH_LENGTH = 1_000;
/** From here up to there a JS number prints without an exponent. */
const SMALLEST_PLAIN = 1e-6;
const LARGEST_PLAIN = 1e21;

/** Prints a value as `jsonb` does, and stops at the first thing that cannot be stored. One instance prints one value. */
export class JsonbWriter {
  /** UTF-8 bytes of what was printed so far. */
  bytes = 0;
  /** Key or index of what is being printed, one per level around it. */
  private readonly path: (string | number)[] = [];

  /** `level` arrays and objects are around the value. */
  write(value: JsonValue, level: number): string {
    switch (typeof value) {
      case "string":
        return this.writeString(value, level);
      case "number":
        return this.writeNumber(value, level);
      case "boolean":
        return this.count(value ? "true" : "false");
      case "object":
        if (value === null) {
          return this.count("null");
        }
        if (Array.isArray(value)) {
          return this.writeArray(value, level);
        }
        return isRawNumber(value) ? this.writeToken(value.rawJSON, level) : this.writeObject(value, level);
      default:
        return value === TOO_DEEP ? this.failTooDeep(level) : this.fail("VALUE_NOT_STORABLE", level, "is no JSON");
    }
  }

  /** Sees what each object with the keys `resourceType` and `resourceName` has there; for subclasses. */
  protected visitReference(_resourceType: JsonValue, _resourceName: JsonValue): void {}

  private writeArray(array: JsonValue[], level: number): string {
    if (level === MAX_VALUE_LEVELS) {
      this.failTooDeep(level);
    }
    const { length } = array;
    this.addBytes(2 * Math.max(1, length));
    let text = "[";
    for (let index = 0; index < length; index++) {
      this.path[level] = index;
      const element = this.write(array[index]!, level + 1);
      text += index === 0 ? element : `, ${element}`;
    }
    return `${text}]`;
  }

  private writeObject(object: JsonObject, level: number): string {
    if (level === MAX_VALUE_LEVELS) {
      this.failTooDeep(level);
    }
    const shape = objectShape(Object.keys(object));
    if (shape === undefined) {
      // The path ends at the object: one with such a key could not be stored either.
      this.fail("VALUE_NOT_STORABLE", level, "has a key with U+0000 or an unpaired surrogate");
    }
    if (shape.isReference) {
      this.visitReference(object["resourceType"]!, object["resourceName"]!);
    }
    const keys = shape.sorted;
    if (keys.length === 0) {
      return this.count("{}");
    }
    this.addBytes(1);
    let text = "";
    for (let index = 0; index < keys.length; index++) {
      const { key, lead, leadBytes } = keys[index]!;
      this.path[level] = key;
      this.addBytes(leadBytes);
      text += lead;
      text += this.write(object[key]!, level + 1);
    }
    return `${text}}`;
  }

  private writeString(value: string, level: number): string {
    if (isPlainText(value)) {
      return this.count(`"${value}"`);
    }
    // Escaped, a string grows sixfold: one that is over the limit as it is must not get so far.
    this.addBytes(value.length);
    if (!isStorableText(value)) {
      this.fail("VALUE_NOT_STORABLE", level, "has U+0000 or an unpaired surrogate");
    }
    const text = quoteText(value);
    this.addBytes(Buffer.byteLength(text) - value.length);
    return text;
  }

  private writeNumber(value: number, level: number): string {
    const magnitude = Math.abs(value);
    if ((magnitude >= SMALLEST_PLAIN && magnitude < LARGEST_PLAIN) || magnitude === 0) {
      return this.count(String(value));
    }
    if (!Number.isFinite(value)) {
      this.fail("VALUE_NOT_STORABLE", level, `is ${value}, which JSON has not`);
    }
    return this.writeToken(String(value), level);
  }

  private writeToken(token: string, level: number): string {
    const text = numericText(token);
    if (text === undefined) {
      this.fail("VALUE_NOT_STORABLE", level, `has more than ${MAX_NUMBER_DIGITS} digits when written out`);
    }
    return this.count(text);
  }

  /** Counts ASCII. */
  private count(text: string): string {
    this.addBytes(text.length);
    return text;
  }

  private addBytes(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > MAX_VALUE_PRINTED_BYTES) {
      // Not the place is at fault but the whole: the path is that of the value.
      this.fail("VALUE_TOO_LARGE", 0, `takes more than ${MAX_VALUE_PRINTED_BYTES} bytes when printed`);
    }
  }

  private failTooDeep(level: number): never {
    return this.fail("VALUE_NOT_STORABLE", level, `has more than ${MAX_VALUE_LEVELS} levels of arrays and objects`);
  }

  protected fail(code: ValueFaultCode, level: number, detail: string): never {
    throw new ValueFault(code, this.pointer(level), detail);
  }

  private pointer(level: number): string {
    let pointer = "";
    for (const step of this.path.slice(0, level)) {
      const longer = `${pointer}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (longer.length > MAX_PATH_LENGTH) {
        break;
      }
      pointer = longer;
    }
    return pointer;
  }
}
