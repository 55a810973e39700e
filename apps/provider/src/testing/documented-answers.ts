import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { exampleOf, type JsonObject } from "../http/openapi/examples.js";
import { closeAnswers } from "./close-answers.js";
import { escape, walk } from "./walk-document.js";

/** An answer as it was sent, and what it answers. */
export interface GivenAnswer {
  method: string;
  /** The route's template as the server has it, `/api/v1/resources/:id`; `undefined` where no route matched. */
  route: string | undefined;
  /** Names of the query's parameters. */
  parameters: readonly string[];
  status: number;
  headers: Readonly<Record<string, unknown>>;
  body: string;
}

/** Headers that every answer may have, whatever it says. */
const TRANSPORT_HEADERS = new Set(
  (
    "connection x-accel-buffering content-encoding content-length content-type date keep-alive transfer-encoding vary cache-control " +
    "access-control-allow-origin access-control-allow-credentials access-control-expose-headers " +
    "content-security-policy cross-origin-opener-policy cross-origin-resource-policy origin-agent-cluster referrer-policy x-accel-buffering " +
    "strict-transport-security x-content-type-options x-dns-prefetch-control x-download-options x-frame-options " +
    "x-permitted-cross-domain-policies x-xss-protection"
  ).split(" "),
);

/** The rest is for people: the UI, and the reader of the document. */
const DOCUMENTED = /^\/(?:api\/|(?:healthz|readyz|metrics)$)/;

const PROBLEM_TYPE = "application/problem+json";

/** Holds answers against the OpenAPI document: status, media type, headers, every field of the body. */
export class DocumentedAnswers {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, formats: { "binnacle-name": true } });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: JsonObject) {
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema(closeAnswers(document), "api");
  }

  /** What is not as the document says, in words. */
  faultsOf(answer: GivenAnswer): string[] {
    const { route, status } = answer;
    if (route !== undefined && !DOCUMENTED.test(route)) return [];
    const pointer = route === undefined ? undefined : `/paths/${escape(templateOf(route))}/${verbOf(answer)}`;
    const operation = pointer === undefined ? undefined : this.at(pointer);
    if (operation === undefined) return this.faultsOfUnknown(answer);
    const response = this.resolve(`${pointer}/responses/${status}`);
    if (response === undefined) return [`status ${status} is not documented`];
    return [
      ...this.faultsOfParameters(answer, operation as { parameters?: JsonObject[] }),
      ...this.faultsOfHeaders(answer, response),
      ...this.faultsOfBody(answer, response),
    ];
  }

  /** Examples in the document that are not what the schema beside them describes, and schemas without any. */
  faultsOfExamples(): string[] {
    const schemas = (this.document["components"] as { schemas: JsonObject }).schemas;
    const faults: string[] = [];
    for (const [name, schema] of Object.entries(schemas) as [string, JsonObject][]) {
      const examples = (schema["examples"] ?? []) as unknown[];
      if (examples.length === 0) faults.push(`schema ${name} has no example`);
      for (const example of examples) faults.push(...this.faultsOfValue(`/components/schemas/${name}`, example));
    }
    walk(this.document, "", (node, pointer) => {
      if (pointer.startsWith("/components/schemas/") || typeof node["schema"] !== "object") return;
      const line = node["x-item-schema"];
      const example = node["example"] ?? exampleOf(node["schema"] as JsonObject, schemas);
      if (example === undefined) faults.push(`${pointer} has no example`);
      else if (line) faults.push(...this.faultsOfValue(`${pointer}/x-item-schema`, JSON.parse(example as string)));
      else faults.push(...this.faultsOfValue(`${pointer}/schema`, example));
    });
    return faults;
  }

  /** An answer where no route was, or before one was looked for. */
  private faultsOfUnknown(answer: GivenAnswer): string[] {
    const { route, status, body, method } = answer;
    if (route !== undefined && status < 400) return [`${method} ${route} is not documented`];
    if (mediaTypeOf(answer) !== PROBLEM_TYPE) return [`${status} without a route is no problem`];
    return method === "HEAD" ? [] : this.faultsOfValue("/components/schemas/Problem", parse(body));
  }

  private faultsOfParameters({ status, parameters }: GivenAnswer, operation: { parameters?: JsonObject[] }): string[] {
    if (status >= 400) return [];
    const known = new Set(
      (operation.parameters ?? []).filter((each) => each["in"] === "query").map((each) => each["name"]),
    );
    return parameters.filter((name) => !known.has(name)).map((name) => `the parameter ${name} is not documented`);
  }

  private faultsOfHeaders(answer: GivenAnswer, response: Located): string[] {
    const documented = (response.node["headers"] ?? {}) as JsonObject;
    const isStream = mediaTypeOf(answer) === "application/x-ndjson";
    const faults = Object.keys(answer.headers)
      .filter(
        (name) => !TRANSPORT_HEADERS.has(name) && !Object.keys(documented).some((each) => each.toLowerCase() === name),
      )
      .map((name) => `the header ${name} is not documented`);
    for (const name of Object.keys(documented)) {
      const header = this.resolve(`${response.pointer}/headers/${escape(name)}`)!;
      const value = answer.headers[name.toLowerCase()];
      if (value === undefined) {
        if (header.node["required"] === true && !isStream) faults.push(`the header ${name} is missing`);
      } else faults.push(...this.faultsOfValue(`${header.pointer}/schema`, String(value)));
    }
    return faults;
  }

  private faultsOfBody(answer: GivenAnswer, response: Located): string[] {
    const { body, method, status } = answer;
    const content = response.node["content"] as JsonObject | undefined;
    if (!content) return body === "" || status === 304 ? [] : ["a body is not documented"];
    const type = mediaTypeOf(answer);
    if (!(type in content)) return [`the media type ${type} is not documented`];
    if (method === "HEAD") return [];
    const pointer = `${response.pointer}/content/${escape(type)}`;
    if (type === "application/x-ndjson") {
      const lines = body.split("\n").slice(0, -1);
      return lines.flatMap((line) => this.faultsOfValue(`${pointer}/x-item-schema`, parse(line)));
    }
    return this.faultsOfValue(`${pointer}/schema`, type.endsWith("json") ? parse(body) : body);
  }

  private faultsOfValue(pointer: string, value: unknown): string[] {
    let validate = this.validators.get(pointer);
    if (!validate) this.validators.set(pointer, (validate = this.ajv.compile({ $ref: `api#${encodeURI(pointer)}` })));
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${pointer}: ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  private at(pointer: string): JsonObject | undefined {
    let node: unknown = this.document;
    for (const key of pointer.split("/").slice(1)) node = (node as JsonObject | undefined)?.[unescape(key)];
    return node as JsonObject | undefined;
  }

  /** What a pointer leads to, after one reference if there is any. */
  private resolve(pointer: string): Located | undefined {
    const node = this.at(pointer);
    if (!node) return undefined;
    const { $ref } = node;
    return typeof $ref === "string" ? { pointer: $ref.slice(1), node: this.at($ref.slice(1))! } : { pointer, node };
  }
}

interface Located {
  pointer: string;
  node: JsonObject;
}

function templateOf(route: string): string {
  return route.replaceAll(/:(\w+)/g, "{$1}");
}

function verbOf({ method }: GivenAnswer): string {
  return method === "HEAD" ? "get" : method.toLowerCase();
}

function mediaTypeOf({ headers }: GivenAnswer): string {
  return String(headers["content-type"] ?? "").split(";", 1)[0]!;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unescape(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
