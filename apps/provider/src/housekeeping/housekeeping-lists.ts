import { listPlans, listRuns, type Database, type PlanStatus } from "@binnacle/store";
import { BY_PLANNED, BY_STARTED } from "../paging/key-order.js";
import { readPage, type Page, type PageRequest } from "../paging/read-page.js";

export function readPlans(database: Database, status: PlanStatus | undefined, request: PageRequest): Promise<Page> {
  return readPage(
    {
      query: ["plans", status ?? null],
      order: BY_PLANNED,
      read: (after, limit) => listPlans(database, { status, after, limit }),
      print: (rows) => rows.map((row) => JSON.stringify(row)),
    },
    request,
  );
}

export function readRuns(database: Database, request: PageRequest): Promise<Page> {
  return readPage(
    {
      query: ["runs"],
      order: BY_STARTED,
      read: (after, limit) => listRuns(database, { after, limit }),
      print: (rows) => rows.map((row) => JSON.stringify(row)),
    },
    request,
  );
}
