import { createHash } from "node:crypto";
import { linkTarget } from "./link-header.js";
import type { SourceAnswer } from "./source-answer.js";
import type { GetOptions, PageOptions } from "./source-client-options.js";
import { SourceError } from "./source-error.js";

/** Follows a list from page to page. */
export async function* pagesOf(
  ask: (request: GetOptions & { path: string }) => Promise<SourceAnswer>,
  path: string,
  { next = followLink, query, ...options }: PageOptions,
  shown: (url: URL) => string,
): AsyncGenerator<SourceAnswer> {
  const asked = new Set<string>();
  const seen = new Set<string>();
  let request: GetOptions & { path: string } = { ...options, path, ...(query && { query }) };
  for (;;) {
    const answer = await ask(request);
    const digest = createHash("sha256").update(answer.bytes()).digest("base64");
    // An empty page is like every other; it is the answer to a page that lies beyond the end.
    if (seen.has(digest) && answer.bytes().byteLength > 2) throw repeats(answer, shown);
    seen.add(digest);
    yield answer;
    const target = next(answer);
    if (target === undefined || target === "") return;
    if (asked.has(target)) throw repeats(answer, shown);
    asked.add(target);
    request = { ...options, path: target.startsWith("?") ? new URL(target, answer.url).href : target };
  }
}

function followLink(answer: SourceAnswer): string | undefined {
  const target = linkTarget(answer.headers.get("link"), "next");
  return target === undefined ? undefined : new URL(target, answer.url).href;
}

function repeats({ url, status }: SourceAnswer, shown: (url: URL) => string): SourceError {
  return new SourceError(`GET ${shown(url)} gives a page that came before: the list goes in circles`, {
    fault: "pagination",
    status,
    retryable: true,
  });
}
