import { MAX_MESSAGE_RECORDS } from "../limits.js";
import { JsonParser } from "./json-parser.js";
import { CLOSE_BRACKET, OPEN_BRACKET } from "./json-scanner.js";
import type { JsonValue } from "./json-value.js";
import { MAX_PARSED_DEPTH } from "./parse-json.js";

/** Where a record lies in the text of its message, in UTF-16 code units, ends exclusive. */
export interface RecordRange {
  start: number;
  end: number;
  /** Its member `value`; both are 0 if it has none. */
  valueStart: number;
  valueEnd: number;
}

export interface ParsedMessage {
  document: JsonValue;
  /** The document itself, for when it is a bare record. */
  whole: RecordRange;
  /** One for each element of the array `records` of the document, for as many as a message may have; `undefined` without such an array. */
  records: RecordRange[] | undefined;
}

/**
 * Parses a message like `parseJson`, and tells where in the text its records are: a rejection quotes the record as it was received.
 *
 * @throws JsonSyntaxError if the text is no JSON
 */
export function parseMessage(text: string): ParsedMessage {
  return new MessageParser(text, MAX_PARSED_DEPTH).parseMessage();
}

/** UTF-8 bytes of the record's value as it was sent. */
export function sentValueBytes(text: string, { valueStart, valueEnd }: RecordRange): number {
  return Buffer.byteLength(text.slice(valueStart, valueEnd));
}

const MESSAGE_DEPTH = 1;
const RECORD_DEPTH = 3;

class MessageParser extends JsonParser {
  private readonly whole = emptyRange(0);
  private records: RecordRange[] | undefined;
  /** What an object at `RECORD_DEPTH` belongs to; outside of records it is of no interest. */
  private record = emptyRange(0);

  parseMessage(): ParsedMessage {
    this.nextToken();
    this.whole.start = this.position;
    const document = this.parseValue(0);
    this.whole.end = this.position;
    this.expectEnd();
    return { document, whole: this.whole, records: this.records };
  }

  protected override parseMember(key: string, depth: number): JsonValue {
    if (depth <= RECORD_DEPTH) {
      if (key === "records" && depth === MESSAGE_DEPTH) {
        return this.parseRecords();
      }
      if (key === "value") {
        return this.parseRecordValue(depth, depth === MESSAGE_DEPTH ? this.whole : this.record);
      }
    }
    return this.parseValue(depth);
  }

  private parseRecords(): JsonValue {
    if (this.nextToken() !== OPEN_BRACKET) {
      this.records = undefined;
      return this.parseValue(MESSAGE_DEPTH);
    }
    const ranges: RecordRange[] = [];
    const array: JsonValue[] = [];
    this.position++;
    if (this.nextToken() === CLOSE_BRACKET) {
      this.position++;
    } else {
      do {
        this.nextToken();
        this.record = emptyRange(this.position);
        array.push(this.parseValue(MESSAGE_DEPTH + 1));
        this.record.end = this.position;
        if (ranges.length < MAX_MESSAGE_RECORDS) {
          ranges.push(this.record);
        }
      } while (this.hasNext(CLOSE_BRACKET));
      this.record = emptyRange(0);
    }
    this.records = ranges;
    return array;
  }

  private parseRecordValue(depth: number, range: RecordRange): JsonValue {
    this.nextToken();
    range.valueStart = this.position;
    const value = this.parseValue(depth);
    range.valueEnd = this.position;
    return value;
  }
}

function emptyRange(start: number): RecordRange {
  return { start, end: start, valueStart: 0, valueEnd: 0 };
}
