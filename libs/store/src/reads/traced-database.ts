import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Database, Statement } from "./database.js";

const TRACER = trace.getTracer("@binnacle/store");

/** This file in a stack, and what comes between it and the statement's own. */
const OWN_FRAME = /traced-database/;
const FILE = /([\w-]+)\.[cm]?[jt]s:\d+:\d+\)?$/;

/**
 * Makes a span of every statement within one that is recorded, named by the file that the statement is in: its text says no more, and its
 * values belong to the catalog.
 */
export function tracedDatabase(database: Database): Database {
  return {
    query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]> {
      if (!trace.getActiveSpan()?.isRecording()) return database.query<Row>(statement, values);
      const name = fileOf(statement);
      const attributes = { "db.system.name": "postgresql", "db.query.summary": name };
      return TRACER.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
        try {
          const rows = await database.query<Row>(statement, values);
          span.setAttribute("db.response.returned_rows", rows.length);
          return rows;
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
          throw error;
        } finally {
          span.end();
        }
      });
    },
  };
}

/** A prepared statement's name begins with its file's; for the others the stack tells. */
function fileOf({ name }: Statement): string {
  if (name !== undefined) return name.split(" ", 1)[0]!;
  const frames = (new Error().stack ?? "").split("\n").slice(1);
  const caller = frames.find((frame) => FILE.test(frame) && !OWN_FRAME.test(frame));
  return FILE.exec(caller ?? "")?.[1] ?? "statement";
}
