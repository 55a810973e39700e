import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { problem, type Problem } from "./problem.js";

/** Answers what is no HTTP request, or not in time or in size, before there is anything that Fastify could route. */
export function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  // The client has gone, or has been answered.
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const told = problemOf(error);
  const body = Buffer.from(JSON.stringify(told));
  const head = [
    `HTTP/1.1 ${told.status} ${STATUS_CODES[told.status]}`,
    "content-type: application/problem+json",
    "cache-control: no-store",
    `content-length: ${body.length}`,
    "connection: close",
  ].join("\r\n");
  socket.end(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]));
}

function problemOf({ code }: { code?: string }): Problem {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return problem(431, "TOO_LARGE", "The URL and the headers have too many bytes");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return problem(408, "UNAVAILABLE", "The request did not come in time");
    default:
      return problem(400, "INVALID_PARAMETER", "This is no HTTP request", [
        { path: "", detail: `is no HTTP request (${code ?? "unknown"})` },
      ]);
  }
}
