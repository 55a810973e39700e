import { hash } from "node:crypto";
import { InvalidParameterError } from "../request-errors.js";
import type { KeyOrder, KeyPart } from "./key-order.js";

const VERSION = 1;

/** A cursor says where a list goes on, and which list it is of: that of another query is refused. */
export function encodeCursor<Key>(query: unknown, order: KeyOrder<Key>, key: Key): string {
  return Buffer.from(JSON.stringify([VERSION, fingerprint(query), ...order.write(key)])).toString("base64url");
}

/** @throws InvalidParameterError if it is no cursor of this query */
export function decodeCursor<Key>(query: unknown, order: KeyOrder<Key>, cursor: string): Key {
  const [version, of, ...parts] = parse(cursor);
  const key = version === VERSION && of === fingerprint(query) ? order.read(parts as KeyPart[]) : undefined;
  if (key === undefined) {
    throw new InvalidParameterError([{ path: "cursor", detail: "must be the nextCursor of a page of the same list" }]);
  }
  return key;
}

function parse(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function fingerprint(query: unknown): string {
  return hash("sha256", JSON.stringify(query), "base64url").slice(0, 12);
}
