import { describe, expect, it } from "@jest/globals";
import { fieldsOf, queryOf, searchOf } from "./parameter-fields.js";

const SCHEMA = {
  type: "object",
  properties: {
    state: { type: "array", items: { type: "string", enum: ["late", "ok"] } },
    percentile: { type: "array", items: { type: "number", examples: [95] }, default: [50, 95] },
    limit: { type: "integer", minimum: 1, maximum: 1000, default: 100 },
    descendants: { type: "boolean", default: false },
    severity: { type: "string", enum: ["critical", "high"] },
    service: { type: "string", description: "Its name.", examples: ["orders"] },
  },
  required: ["service"],
};

describe(fieldsOf.name, () => {
  it("asks for what is required first", () => {
    expect(fieldsOf(SCHEMA).map(({ name }) => name)).toEqual([
      "service",
      "state",
      "percentile",
      "limit",
      "descendants",
      "severity",
    ]);
  });

  it("has a kind of field for each kind of parameter, with what is known of it", () => {
    const byName = Object.fromEntries(fieldsOf(SCHEMA).map((field) => [field.name, field]));
    expect(byName["service"]).toMatchObject({
      kind: "text",
      isRequired: true,
      description: "Its name.",
      example: "orders",
    });
    expect(byName["state"]).toMatchObject({ kind: "choices", choices: ["late", "ok"] });
    expect(byName["percentile"]).toMatchObject({ kind: "texts", fallback: "50, 95", example: "95" });
    expect(byName["limit"]).toMatchObject({ kind: "number", minimum: 1, maximum: 1000, fallback: "100" });
    expect(byName["descendants"]).toMatchObject({ kind: "boolean", fallback: "false" });
    expect(byName["severity"]).toMatchObject({ kind: "choice", choices: ["critical", "high"] });
  });

  it("has none for a schema without properties", () => {
    expect(fieldsOf({ type: "object" })).toEqual([]);
  });
});

describe(queryOf.name, () => {
  const fields = fieldsOf(SCHEMA);

  it("sends what was filled in, lists as lists", () => {
    const values = { service: "orders", state: ["late"], percentile: 99, limit: 10, descendants: false };
    expect(queryOf(fields, values)).toEqual({
      service: "orders",
      state: ["late"],
      percentile: ["99"],
      limit: "10",
      descendants: "false",
    });
  });

  it("sends nothing that is empty, or no parameter", () => {
    expect(queryOf(fields, { service: "", state: [], severity: null, limit: undefined, other: "x" })).toEqual({});
  });
});

describe(searchOf.name, () => {
  it("is read back from the URL as what was sent", () => {
    const fields = fieldsOf(SCHEMA);
    const query = { service: "12", state: ["late"], limit: "10", descendants: "false" };
    const search = searchOf(fields, query);
    expect(search).toEqual({ service: "12", state: ["late"], limit: 10, descendants: false });
    expect(queryOf(fields, search)).toEqual(query);
  });
});
