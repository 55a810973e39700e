import { messageSchema } from "@binnacle/contract";
import type { INestApplication } from "@nestjs/common";
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from "@nestjs/swagger";
import { describeChangeIds } from "../changes/marked-for-changes.js";
import { CONTENT_HEADERS, LIST_HEADERS, HEADERS, NOT_MODIFIED } from "./answer-headers.js";
import { describeAccess } from "./describe-access.js";
import { addExamples, type JsonObject } from "./examples.js";
import { HEALTH_OPERATIONS, HEALTH_SCHEMAS } from "./health-answers.js";
import { introduce } from "./introduction.js";
import { PROBLEM_SCHEMA, problemReference, problemResponses, type ProblemStatus } from "./problem-answers.js";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

/** Any operation of the API may answer with these. */
const COMMON_PROBLEMS: readonly ProblemStatus[] = [400, 401, 403, 421, 429, 500, 503];

/** So may any to whom a body may be sent, whether it asks for one or not. */
const BODY_PROBLEMS: readonly ProblemStatus[] = [413, 415];

interface Operation {
  operationId: string;
  parameters?: { examples?: unknown; schema: JsonObject }[];
  requestBody?: { content: Record<string, JsonObject> };
  responses: Record<string, { content?: Record<string, JsonObject>; headers?: object }>;
}

/** The OpenAPI 3.1 document of the controllers. */
export function describeApi(app: INestApplication, version: string): OpenAPIObject {
  const config = introduce(new DocumentBuilder()).setOpenAPIVersion("3.1.0").setVersion(version).build();
  const document = nameSchemas(SwaggerModule.createDocument(app, config));
  const schemas: JsonObject = {
    ...document.components?.schemas,
    ...contractSchemas(),
    ...HEALTH_SCHEMAS,
    Problem: PROBLEM_SCHEMA,
  };
  document.components = {
    ...document.components,
    schemas: schemas as never,
    responses: problemResponses() as never,
    headers: HEADERS as never,
  };
  describeIntakeBody(document);
  describeChangeIds(document);
  describeAccess(document);
  const contents: JsonObject[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method] as unknown as Operation | undefined;
      if (!operation) continue;
      operation.parameters?.forEach(moveExamples);
      if (path.startsWith("/api/")) describeAnswers(method, operation);
      else describeHealth(path, operation);
      for (const { content = {} } of [operation.requestBody ?? {}, ...Object.values(operation.responses)]) {
        contents.push(...(Object.values(content) as JsonObject[]));
      }
    }
  }
  addExamples({ schemas }, contents);
  return document;
}

/** Classes that describe answers are called `…Model` to tell them from what they describe; their schemas are not. */
function nameSchemas(document: OpenAPIObject): OpenAPIObject {
  const renamed = JSON.stringify(document).replaceAll(
    /"#\/components\/schemas\/(\w+?)Model"/g,
    '"#/components/schemas/$1"',
  );
  const named = JSON.parse(renamed) as OpenAPIObject;
  const schemas = Object.entries(named.components?.schemas ?? {});
  named.components = {
    ...named.components,
    schemas: Object.fromEntries(schemas.map(([name, schema]) => [name.replace(/Model$/, ""), schema])),
  };
  return named;
}

/** The contract's own schemas, at the place where OpenAPI keeps schemas. */
function contractSchemas(): JsonObject {
  const { $defs, $schema: _schema, $id: _id, $comment: _comment, ...body } = messageSchema();
  const moved = JSON.stringify({ ...($defs as object), MessageBody: body });
  return JSON.parse(moved.replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonObject;
}

function describeIntakeBody(document: OpenAPIObject): void {
  const operation = document.paths["/api/v1/records"]?.post;
  if (!operation) return;
  operation.requestBody = {
    required: true,
    description: "At most 16 MiB and 10,000 records; `Content-Encoding: gzip` is understood.",
    content: {
      "application/json": { schema: { $ref: "#/components/schemas/MessageBody" } },
      "application/x-ndjson": {
        schema: { type: "string", description: "One record a line, as JSON." },
        ...({ "x-item-schema": { $ref: "#/components/schemas/BareRecord" } } as object),
      },
    },
  };
}

function describeHealth(path: string, operation: Operation): void {
  Object.assign(operation, HEALTH_OPERATIONS[path]);
  const statuses = path === "/metrics" ? ([401, 403, 421, 429] as const) : ([403, 421] as const);
  for (const status of statuses) operation.responses[status] = problemReference(status, false) as never;
}

/** Nest puts a schema's examples beside it, where OpenAPI has others. */
function moveExamples(parameter: { examples?: unknown; schema: JsonObject }): void {
  if (!parameter.examples) return;
  parameter.schema["examples"] = parameter.examples;
  delete parameter.examples;
}

function describeAnswers(method: string, { requestBody, responses }: Operation): void {
  const problems = new Set([
    ...COMMON_PROBLEMS,
    ...(method === "get" ? [] : BODY_PROBLEMS),
    ...Object.keys(responses)
      .map(Number)
      .filter((status) => status >= 400),
  ]);
  for (const status of problems) {
    responses[status] = problemReference(status as ProblemStatus, requestBody !== undefined) as never;
  }
  const found = responses["200"];
  // What has no end has no content that could be kept.
  if (method !== "get" || !found?.content?.["application/json"]) return;
  responses["304"] = { ...NOT_MODIFIED, headers: { ...NOT_MODIFIED.headers, ...found.headers } } as never;
  found.headers = { ...CONTENT_HEADERS, ...(found.content["application/x-ndjson"] && LIST_HEADERS), ...found.headers };
}
