import { messageSchema } from "@binnacle/contract";
import type { INestApplication } from "@nestjs/common";
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from "@nestjs/swagger";
import { PROBLEM_CODES } from "../problem.js";
import { PROBLEM_CONTENT } from "./api-problems.js";

const METHODS = ["get", "post", "delete"] as const;

const PROBLEM_SCHEMA = {
  type: "object",
  description: "An error as RFC 9457 has it.",
  required: ["type", "title", "status", "detail", "code"],
  properties: {
    type: { type: "string", examples: ["urn:binnacle:NOT_FOUND"] },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { type: "string", enum: PROBLEM_CODES },
    errors: {
      type: "array",
      description: "With status 400: everything that is wrong with the request.",
      items: {
        type: "object",
        required: ["path", "detail"],
        properties: {
          path: { type: "string", description: "A parameter, or a JSON Pointer within the body." },
          detail: { type: "string" },
        },
      },
    },
  },
};

/** The OpenAPI 3.1 document of the controllers. */
export function describeApi(app: INestApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion("3.1.0")
    .setTitle("Binnacle")
    .setDescription("The catalog of everything you run, and what was last read off it.")
    .setVersion(version)
    .setLicense("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0")
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace("Controller", "")}_${method}`,
  });
  const schemas = { ...document.components?.schemas, ...contractSchemas(), Problem: PROBLEM_SCHEMA };
  document.components = { ...document.components, schemas: schemas as never };
  describeIntakeBody(document);
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith("/api/")) continue;
    for (const method of METHODS) describeCommonProblems(item[method]?.responses);
  }
  return document;
}

/** The contract's own schemas, at the place where OpenAPI keeps schemas. */
function contractSchemas(): Record<string, unknown> {
  const { $defs, $schema: _schema, $id: _id, $comment: _comment, ...body } = messageSchema();
  const moved = JSON.stringify({ ...($defs as object), MessageBody: body });
  return JSON.parse(moved.replaceAll('"#/$defs/', '"#/components/schemas/')) as Record<string, unknown>;
}

function describeIntakeBody(document: OpenAPIObject): void {
  const operation = document.paths["/api/v1/records"]?.post;
  if (!operation) return;
  operation.requestBody = {
    required: true,
    description: "At most 16 MiB and 10,000 records; `Content-Encoding: gzip` is understood.",
    content: {
      "application/json": { schema: { $ref: "#/components/schemas/MessageBody" } },
      "application/x-ndjson": { schema: { type: "string", description: "One record a line, as JSON." } },
    },
  };
}

function describeCommonProblems(responses: Record<string, unknown> | undefined): void {
  if (!responses) return;
  responses["400"] ??= { description: "The operation takes no parameters", ...PROBLEM_CONTENT };
  responses["421"] = { description: "The `Host` is not one that this server answers", ...PROBLEM_CONTENT };
  responses["503"] = { description: "The database or the topic does not answer", ...PROBLEM_CONTENT };
}
