/** What HTTP headers of answers mean, as components of the document. */
export const HEADERS = {
  ETag: {
    description:
      "Tells this content from any other; sent back in `If-None-Match` it saves fetching the same again. Streams have none.",
    schema: { type: "string", pattern: '^W/"[\\w-]{22}"$' },
    example: 'W/"2mBJZ9vXWJ2WdxnMIAtCoQ"',
  },
  CacheControl: {
    description: "`private, no-cache`: may be kept by the client, and used after asking whether it is still so.",
    required: true,
    schema: { type: "string" },
    example: "private, no-cache",
  },
  Vary: {
    description: "The request headers that the answer depends on.",
    required: true,
    schema: { type: "string" },
    example: "accept, accept-encoding",
  },
  ChangeId: {
    description:
      "As `Last-Event-ID` of `/changes` it gives all changes that this answer does not show, and may repeat some that it does. Of a list over several pages take that of the first.",
    schema: { type: "string" },
    example: "8113-end-1767225600000000-1767225790000000",
  },
  IsPartial: {
    description: "On a whole list in NDJSON that is cut, where a page says `isPartial`.",
    schema: { type: "string", const: "true" },
    example: "true",
  },
  WwwAuthenticate: {
    description: "What is wanted of a token, and what was wrong with this one (RFC 6750).",
    schema: { type: "string" },
    example: 'Bearer realm="binnacle", error="insufficient_scope", scope="read"',
  },
  RetryAfter: {
    description: "Seconds after which to try again.",
    schema: { type: "string", pattern: "^\\d+$" },
    example: "2",
  },
};

const reference = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` });

/** Further headers of an answer that is a list. */
export const LIST_HEADERS = { "X-Is-Partial": reference("IsPartial") };

/** The headers of an answer with content that may be kept. */
export const CONTENT_HEADERS = {
  ETag: reference("ETag"),
  "Cache-Control": reference("CacheControl"),
  Vary: reference("Vary"),
};

export const NOT_MODIFIED = {
  description: "The content is what `If-None-Match` names",
  headers: CONTENT_HEADERS,
};
