import type { JsonObject } from "../http/openapi/examples.js";
import { walk } from "./walk-document.js";

/** The document with the schemas closed that answers are made of; those of requests are open, as the contract says. */
export function closeAnswers(document: JsonObject): JsonObject {
  const { schemas, responses } = document["components"] as { schemas: JsonObject; responses: JsonObject };
  const answered = new Set<string>();
  const follow = (node: unknown) => {
    for (const [, name] of JSON.stringify(node).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (answered.has(name!)) continue;
      answered.add(name!);
      follow(schemas[name!]);
    }
  };
  const closed = structuredClone(document);
  const components = closed["components"] as { schemas: JsonObject };
  follow(responses);
  walk(closed["paths"], "", (node) => {
    if (!("operationId" in node)) return;
    follow(node["responses"]);
    node["responses"] = closeObjects(node["responses"]);
  });
  for (const name of answered) components.schemas[name] = closeObjects(schemas[name]);
  return closed;
}

/** In answers every field is to be documented, though clients are to expect more. Parts of a whole are left as they are. */
function closeObjects(node: unknown, isPart = false): unknown {
  if (Array.isArray(node)) return node.map((each) => closeObjects(each, isPart));
  if (typeof node !== "object" || node === null) return node;
  const closed: JsonObject = {};
  for (const [key, value] of Object.entries(node)) {
    closed[key] = key === "examples" || key === "example" ? value : closeObjects(value, PARTS.has(key));
  }
  if (!isPart && typeof closed["properties"] === "object" && closed["type"] === "object")
    closed["additionalProperties"] ??= false;
  return closed;
}

const PARTS = new Set(["allOf", "if", "then", "else", "not"]);
