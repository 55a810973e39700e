import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Ajv } from "ajv";
import { EXAMPLES, MESSAGE_EXAMPLE } from "../records/examples.js";
import { asyncApiDocument } from "./asyncapi.js";
import { contractFiles } from "./contract-files.js";

const DIRECTORY = join(import.meta.dirname, "../../../../docs/contract");
const require = createRequire(import.meta.url);
/** Formats are the matter of the schemas' own test. */
const draft07 = () => new Ajv({ strict: false, validateFormats: false });

describe("the committed files of the contract", () => {
  it("are what the classes generate now; `npm run contract` writes them", async () => {
    for (const [name, text] of contractFiles()) {
      expect([name, await readFile(join(DIRECTORY, name), "utf8")]).toEqual([name, text]);
    }
    expect(new Set(await readdir(DIRECTORY))).toEqual(new Set([...contractFiles().keys(), "README.md"]));
  });

  it("can be read and shown by any tool: they hold no raw control characters", () => {
    for (const text of contractFiles().values()) {
      expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    }
  });
});

describe("the AsyncAPI document", () => {
  it("is a valid AsyncAPI 3.0 document", () => {
    const isAsyncApi = draft07().compile(require("@asyncapi/specs/schemas/3.0.0-without-$id.json") as object);
    isAsyncApi(JSON.parse(JSON.stringify(asyncApiDocument())));
    expect(isAsyncApi.errors).toBeNull();
    expect(isAsyncApi({ ...asyncApiDocument(), channels: [] })).toBe(false);
  });

  it("has schemas that hold in draft 07 too, and accept its examples", () => {
    const { components } = asyncApiDocument() as {
      components: {
        messages: Record<string, { payload: object; headers?: object; examples?: { payload: unknown }[] }>;
      };
    };
    for (const { payload, headers, examples = [] } of Object.values(components.messages)) {
      const isPayload = draft07().compile({ allOf: [payload], components });
      expect(examples.filter((example) => !isPayload(example.payload))).toEqual([]);
      expect(isPayload(17)).toBe(false);
      expect(draft07().compile({ allOf: [headers], components })("text")).toBe(false);
    }
    const isBody = draft07().compile({ $ref: "#/components/schemas/MessageBody", components });
    for (const example of [MESSAGE_EXAMPLE, ...EXAMPLES.resource, ...EXAMPLES.reading, ...EXAMPLES.removal]) {
      expect(isBody(example)).toBe(true);
      expect(isBody({ ...example, source: "?", kind: "?" })).toBe(false);
    }
  });
});
