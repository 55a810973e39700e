import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { findConditionFault } from "./find-condition-fault.js";
import { openTestCatalog, type TestCatalog } from "./test-catalog.js";

describe(findConditionFault.name, () => {
  let server: TestDatabase;
  let catalog: TestCatalog;

  beforeAll(async () => {
    server = await createTestDatabase();
    catalog = await openTestCatalog(server.url);
  });

  afterAll(async () => {
    await catalog.dataSource.destroy();
    await server.drop();
  });

  it.each([
    "$.a == 1",
    "$ == 1",
    '$.a == "x" && exists($.b)',
    "!($.a > 2) || $.b <= 3",
    'exists($.list[*] ? (@.severity == "CRITICAL"))',
    '$.a starts with "x"',
    "($.a == 1) is unknown",
    "$.list.size() > 1",
    "strict $.a.b == 1",
  ])("takes %s", async (condition) => {
    expect(await findConditionFault(catalog.database, condition)).toBeUndefined();
  });

  it.each([
    ["$.a", "is a path and no condition"],
    ["$", "is a path and no condition"],
    ["$ ? (@.a == 1)", "is a path and no condition"],
    ["$.a + 1", "is a path and no condition"],
    ["$.a.type()", "is a path and no condition"],
    ["$.a = 1", "is no SQL/JSON path: syntax error"],
    ["", "is no SQL/JSON path"],
    ["$.a == $x", 'is no SQL/JSON path: could not find jsonpath variable "x"'],
    ['$.a like_regex "("', "is no SQL/JSON path"],
  ])("refuses %j", async (condition, fault) => {
    expect(await findConditionFault(catalog.database, condition)).toContain(fault);
  });
});
