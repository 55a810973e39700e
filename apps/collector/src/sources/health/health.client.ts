import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

import { type HttpAnswer, type NoAnswer, noAnswerWithin, reasonOf } from "./answer.js";

const MAX_BODY_BYTES = 2 * 1024 * 1024;

/**
 * Asks one URL; never throws. Redirects are not followed: a log-in page that answers 200 says nothing of the process behind it.
 */
export async function probeHttp(url: string, timeoutMs: number, stop: AbortSignal): Promise<HttpAnswer | NoAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const begin = performance.now();
  try {
    const response = await get(url, AbortSignal.any([timeout, stop]));
    const latencyMs = performance.now() - begin;
    return { httpStatus: response.statusCode ?? 0, latencyMs, body: await readText(response) };
  } catch (error) {
    return { failure: timeout.aborted ? noAnswerWithin(timeoutMs) : reasonOf(error) };
  }
}

/**
 * Not by `fetch`, which would add 15 MB to the process. And by a connection of its own: one that was kept from the last probe may
 * be closed by the target at the very moment at which it is used again, which looks like a target that is down.
 */
function get(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  const headers = { accept: "application/json, */*;q=0.5", "user-agent": "binnacle-health" };
  return new Promise((resolve, reject) => {
    request(url, { agent: false, headers, signal }, resolve).on("error", reject).end();
  });
}

/** The body's first 2 MiB. */
async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}
