import type { Timestamp } from "@binnacle/contract";

/** Turns PostgreSQL's `timestamptz::text` (`2026-11-22 06:16:52.1+00`, time zone UTC) into a canonical timestamp; infinities stay. */
export function timestampOf(text: string): Timestamp {
  if (text.endsWith("infinity")) return text;
  const seconds = `${text.slice(0, 10)}T${text.slice(11, 19)}`;
  const fraction = text[19] === "." ? text.slice(20, -3) : "";
  return `${seconds}.${fraction.padEnd(6, "0")}Z`;
}
