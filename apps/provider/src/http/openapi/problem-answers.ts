import { PROBLEM_CODES, PROBLEM_TITLES, type ProblemCode } from "../problem.js";

interface ProblemAnswer {
  /** Of the document's component. */
  name: string;
  description: string;
  codes: readonly ProblemCode[];
  /** An example's `detail`. */
  detail: string;
  errors?: readonly { path: string; detail: string }[];
  retryAfter?: boolean;
  challenge?: boolean;
}

const INVALID_PARAMETER: ProblemAnswer = {
  name: "InvalidParameter",
  description: "Parameters are not acceptable: unknown, repeated, empty, malformed, out of range; `errors` tells which",
  codes: ["INVALID_PARAMETER"],
  detail: "limit must be an integer between 1 and 1000",
  errors: [{ path: "limit", detail: "must be an integer between 1 and 1000" }],
};

/** In place of `InvalidParameter` for operations that take a body. */
const INVALID_REQUEST: ProblemAnswer = {
  name: "InvalidRequest",
  description: "Parameters or body are not acceptable; `errors` tells what is wrong with each",
  codes: ["INVALID_BODY", "INVALID_PARAMETER"],
  detail: "/names/0/name must be the name of a Resource",
  errors: [{ path: "/names/0/name", detail: "must be the name of a Resource" }],
};

const PROBLEM_ANSWERS = {
  401: {
    name: "Unauthenticated",
    description: "No token came with the request, or none that is good",
    codes: ["UNAUTHENTICATED"],
    detail: "The token is not known here",
    challenge: true,
  },
  403: {
    name: "Forbidden",
    description: "The token's scopes do not allow it, or a page of another origin asks",
    codes: ["FORBIDDEN"],
    detail: "This needs a token with the scope admin",
    challenge: true,
  },
  404: {
    name: "NotFound",
    description: "There is no such thing, or it is absent",
    codes: ["NOT_FOUND"],
    detail: "There is no Service named orders",
  },
  413: {
    name: "TooLarge",
    description: "What was sent or asked for is over a cap",
    codes: ["TOO_LARGE"],
    detail: "A request holds at most 10000 records",
  },
  415: {
    name: "UnsupportedMediaType",
    description: "The body's format or encoding is not supported",
    codes: ["UNSUPPORTED_MEDIA_TYPE"],
    detail: "The body must be application/json, not text/plain",
  },
  421: {
    name: "Misdirected",
    description: "Without authentication: the `Host` is no loopback host",
    codes: ["FORBIDDEN"],
    detail: "This server answers requests to loopback hosts only, not to binnacle.example",
  },
  422: {
    name: "QueryTimeout",
    description: "The query took too long, and was ended",
    codes: ["QUERY_TIMEOUT"],
    detail: "The query took longer than 2 s",
  },
  429: {
    name: "RateLimited",
    description: "Too many requests of the token, or too many bad tokens of the address",
    codes: ["RATE_LIMITED"],
    detail: "At most 12000 requests of a token a minute are answered",
    retryAfter: true,
  },
  500: {
    name: "Unforeseen",
    description: "Something went wrong that nobody foresaw; the log tells what",
    codes: ["UNAVAILABLE"],
    detail: "Something went wrong here; the log tells what, for request 0b1e1c5e-52f3-4c43-a1d5-3f0c0a5d9a51",
  },
  503: {
    name: "Unavailable",
    description: "The database or the topic does not answer now",
    codes: ["UNAVAILABLE"],
    detail: "The database does not answer, or not in time",
    retryAfter: true,
  },
} satisfies Record<number, ProblemAnswer>;

export type ProblemStatus = 400 | keyof typeof PROBLEM_ANSWERS;

const POSITION = {
  type: "integer",
  minimum: 0,
  description: "Where in `where` the fault is: code points before the place.",
  examples: [4],
};

export const PROBLEM_SCHEMA = {
  type: "object",
  description: "An error as RFC 9457 has it. Further codes and fields may come.",
  required: ["type", "title", "status", "detail", "code"],
  properties: {
    type: { type: "string", pattern: "^urn:binnacle:[A-Z_]+$", examples: ["urn:binnacle:NOT_FOUND"] },
    title: {
      type: "string",
      description: "The same for every problem of the code.",
      examples: ["There is no such thing"],
    },
    status: { type: "integer", minimum: 400, maximum: 599, description: "The HTTP status.", examples: [404] },
    detail: {
      type: "string",
      description: "What is wrong with this request.",
      examples: ["There is no Service named orders"],
    },
    code: { type: "string", enum: PROBLEM_CODES, description: "For programs.", examples: ["NOT_FOUND"] },
    position: POSITION,
    errors: {
      type: "array",
      minItems: 1,
      description: "With status 400, and always there: everything that is wrong with the request.",
      items: {
        type: "object",
        required: ["path", "detail"],
        properties: {
          path: {
            type: "string",
            description: "A parameter, or a JSON Pointer within the body; empty for the whole.",
            examples: ["limit"],
          },
          detail: { type: "string", examples: ["must be an integer between 1 and 1000"] },
          position: POSITION,
        },
      },
    },
  },
  examples: [
    {
      type: "urn:binnacle:NOT_FOUND",
      title: "There is no such thing",
      status: 404,
      detail: "There is no Service named orders",
      code: "NOT_FOUND",
    },
  ],
};

/** The answers that are problems, as components of the document. */
export function problemResponses(): Record<string, object> {
  const answers = [
    [400, INVALID_PARAMETER],
    [400, INVALID_REQUEST],
    ...Object.entries(PROBLEM_ANSWERS).map(([status, answer]) => [Number(status), answer] as const),
  ] as const;
  return Object.fromEntries(answers.map(([status, answer]) => [answer.name, describe(status, answer)]));
}

/** Refers to the component that describes a problem with this status. */
export function problemReference(status: ProblemStatus, takesBody: boolean): { $ref: string } {
  const answer = status === 400 ? (takesBody ? INVALID_REQUEST : INVALID_PARAMETER) : PROBLEM_ANSWERS[status];
  return { $ref: `#/components/responses/${answer.name}` };
}

function describe(status: number, { description, codes, detail, errors, ...sent }: ProblemAnswer): object {
  const code = codes[0]!;
  return {
    description: `${description}. Code: ${codes.map((each) => `\`${each}\``).join(" or ")}`,
    ...(sent.retryAfter && { headers: { "Retry-After": { $ref: "#/components/headers/RetryAfter" } } }),
    ...(sent.challenge && { headers: { "WWW-Authenticate": { $ref: "#/components/headers/WwwAuthenticate" } } }),
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            {
              type: "object",
              properties: { status: { const: status }, code: { enum: codes } },
              ...(errors && { required: ["errors"] }),
            },
          ],
        },
        example: {
          type: `urn:binnacle:${code}`,
          title: PROBLEM_TITLES[code],
          status,
          detail,
          code,
          ...(errors && { errors }),
        },
      },
    },
  };
}
