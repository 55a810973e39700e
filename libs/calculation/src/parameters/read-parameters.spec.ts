import { describe, expect, it } from "@jest/globals";
import { Max } from "class-validator";
import { Parameter } from "./parameter.js";
import { parametersSchema } from "./parameters-schema.js";
import { InvalidParametersError, readParameters } from "./read-parameters.js";
import * as rules from "./rules.js";

class Base {
  @Parameter(rules.UUID_RULE, { required: true, description: "Which." })
  id!: string;
}

class Everything extends Base {
  @Parameter(rules.integerRule(-5, 5), { description: "How many." })
  count: number = 2;

  @Parameter(rules.numberRule(0, 1), { description: "How much." })
  share?: number;

  @Parameter(rules.BOOLEAN_RULE, { description: "Whether." })
  flag: boolean = false;

  @Parameter(rules.TIMESTAMP_RULE, { description: "When." })
  from?: string;

  @Parameter(rules.durationRule("PT1M", "P1D"), { description: "How long." })
  span: string = "PT1H";

  @Parameter(rules.choiceRule(["a", "b"]), { description: "Which of them." })
  choice?: "a" | "b";

  @Parameter(rules.NAME_RULE, { repeatable: true, maxItems: 2, description: "Who." })
  name?: string[];

  @Parameter(rules.textRule(3, "abc"), { description: "What." })
  text?: string;

  @Parameter(rules.TYPE_RULE, { description: "Of what type." })
  type?: string;

  @Parameter(rules.SOURCE_RULE, { description: "By whom." })
  source?: string;
}

const ID = "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11";

function faultsOf(given: Record<string, unknown>) {
  try {
    readParameters(Everything, { id: ID, ...given });
  } catch (error) {
    if (error instanceof InvalidParametersError) return error.faults;
    throw error;
  }
  return [];
}

class Capped {
  @Max(3)
  @Parameter(rules.integerRule(0, 10), { description: "How many, with a rule of its own." })
  count?: number;
}

describe(readParameters.name, () => {
  it("checks what a class says of its properties besides", () => {
    expect(readParameters(Capped, { count: "3" })).toEqual({ count: 3 });
    expect(() => readParameters(Capped, { count: "4" })).toThrow(InvalidParametersError);
  });

  it("reads typed values, with defaults, names in NFC and times in UTC", () => {
    const given = {
      id: ID.toUpperCase(),
      count: "-5",
      share: "0.25",
      flag: "true",
      from: "2026-01-01T01:00:00+01:00",
      span: "PT90S",
      choice: "b",
      name: ["e\u0301", "%_"],
      text: "a,b",
      type: "Service",
      source: "team/x",
    };
    expect(readParameters(Everything, given)).toEqual({
      ...given,
      id: ID,
      count: -5,
      share: 0.25,
      flag: true,
      from: "2026-01-01T00:00:00.000000Z",
      name: ["\u00e9", "%_"],
    });
    expect(readParameters(Everything, { id: ID, name: "x" })).toEqual({
      id: ID,
      count: 2,
      flag: false,
      span: "PT1H",
      name: ["x"],
    });
  });

  it.each([
    ["count", "6", "must be an integer between -5 and 5"],
    ["count", "1e0", "must be an integer between -5 and 5"],
    ["count", "", "must not be empty"],
    ["count", ["1", "2"], "may be given only once"],
    ["share", "1.5", "must be a number between 0 and 1"],
    ["share", "0x1", "must be a number between 0 and 1"],
    ["flag", "1", "must be true or false"],
    ["from", "2026-01-01", "must be an RFC 3339 time with offset and at most six fraction digits"],
    ["span", "PT59S", "must be a duration PnW or PnDTnHnMnS between PT1M and P1D"],
    ["span", "P2D", "must be a duration PnW or PnDTnHnMnS between PT1M and P1D"],
    ["choice", "c", "must be one of a, b"],
    ["name", ["a", "b", "c"], "may be given at most 2 times"],
    ["name", ["a", ""], "must not be empty"],
    ["text", "abcd", "must be a text of at most 3 characters"],
    ["text", "a\0", "must be a text of at most 3 characters"],
    ["text", Symbol("undecodable"), "must be percent-encoded UTF-8"],
    ["id", "1", "must be a UUID"],
    ["id", undefined, "is required"],
    ["constructor", "1", "is not a parameter of this calculation"],
  ])("refuses %s=%p", (path, value, detail) => {
    expect(faultsOf({ [path]: value })).toEqual([{ path, detail }]);
  });

  it("tells all faults at once", () => {
    expect(faultsOf({ id: "x", flag: "x", wrong: "x" }).map(({ path }) => path)).toEqual(["flag", "id", "wrong"]);
  });
});

describe(parametersSchema.name, () => {
  it("describes the parameters as they are once read", () => {
    expect(parametersSchema(Everything)).toMatchObject({
      type: "object",
      required: ["id"],
      additionalProperties: false,
      properties: {
        id: { description: "Which.", type: "string", format: "uuid" },
        count: { type: "integer", minimum: -5, maximum: 5, default: 2 },
        name: { type: "array", items: { type: "string" }, maxItems: 2 },
        span: { format: "duration", default: "PT1H" },
      },
    });
    expect(parametersSchema(class None {})).toEqual({ type: "object", properties: {}, additionalProperties: false });
  });
});
