import type { SortingState } from "@tanstack/react-table";
import { SEVERITIES, type Severity } from "../../vulnerabilities/severity.js";

/** What the page shows, as its URL says it. */
export interface ServicesSearch {
  q?: string | undefined;
  owner?: string | undefined;
  environment?: string | undefined;
  health?: string | undefined;
  /** At least so severe vulnerabilities. */
  severity?: Severity | undefined;
  level?: string | undefined;
  /** Columns by id, a minus in front for the largest first, separated by commas. */
  sort?: string | undefined;
  /** Ids of the columns that are not shown, separated by commas. */
  hide?: string | undefined;
}

const TEXTS = ["q", "owner", "environment", "health", "level", "sort", "hide"] as const;

/** Reads the parts of a URL that are this page's; what makes no sense is left out. */
export function readServicesSearch(search: Record<string, unknown>): ServicesSearch {
  const read: ServicesSearch = {};
  for (const key of TEXTS) {
    const value = search[key];
    // The router reads `q=12` as a number.
    if (typeof value === "string" || typeof value === "number") read[key] = String(value);
  }
  const severity = SEVERITIES.find((each) => each === search["severity"]);
  return { ...read, ...(severity && { severity }) };
}

export function sortingOf(sort: string | undefined): SortingState {
  return (sort ?? "")
    .split(",")
    .filter((part) => part !== "" && part !== "-")
    .map((part) => (part.startsWith("-") ? { id: part.slice(1), desc: true } : { id: part, desc: false }));
}

export function sortText(sorting: SortingState): string | undefined {
  return sorting.map(({ id, desc }) => (desc ? `-${id}` : id)).join(",") || undefined;
}
