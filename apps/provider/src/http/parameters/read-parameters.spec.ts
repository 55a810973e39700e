import "reflect-metadata";
import { describe, expect, it } from "@jest/globals";
import { InvalidParameterError } from "../../request-errors.js";
import { ListResourcesParameters } from "../resources/resource-parameters.js";
import { SeriesParameters } from "../readings/reading-parameters.js";
import { NoParameters } from "./page-parameters.js";
import { DeclaredFields } from "../../readings/declared-fields.js";
import { parseQueryString } from "./query-string.js";
import { readParameters } from "./read-parameters.js";

const read = (query: string) => readParameters(ListResourcesParameters, parseQueryString(query));

function faultsOf(query: string, target: new () => object = ListResourcesParameters) {
  try {
    readParameters(target, parseQueryString(query));
  } catch (error) {
    if (error instanceof InvalidParameterError) return error.faults;
    throw error;
  }
  return [];
}

const NO_FIELDS = new DeclaredFields([]);

describe(readParameters.name, () => {
  it("reads typed values, with defaults, names in NFC and times in UTC", () => {
    expect(
      read(
        "type=Service&type=Team&name=e%CC%81+%2B%25&parentId=none&createdAfter=2026-01-01T01:00:00%2B01:00&declared=false&readings=A,B,A",
      ),
    ).toEqual({
      limit: 100,
      type: ["Service", "Team"],
      name: "é +%",
      parentId: "none",
      createdAfter: "2026-01-01T00:00:00.000000Z",
      declared: false,
      readings: ["A", "B"],
    });
    expect(read("readings=*&limit=1000&parentId=6F1D7F0E-6B0F-5D0A-9A55-0C1F1B6C2A11")).toMatchObject({
      readings: "*",
      limit: 1000,
      parentId: "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11",
    });
  });

  it("makes of `none` a filter for those without a parent", () => {
    expect(read("parentId=none&type=B&type=A&type=B").filter(NO_FIELDS)).toEqual({ parentId: null, types: ["A", "B"] });
    expect(read("").filter(NO_FIELDS)).toEqual({});
  });

  it.each([
    ["q=ab", "q"],
    ["q=a%00b", "q"],
    ["field=team", "field"],
    ["field=:x", "field"],
    ["field=1a:x", "field"],
    ["field=a:%00", "field"],
    ["limit=0", "limit"],
    ["limit=1001", "limit"],
    ["limit=1.5", "limit"],
    ["limit=+5", "limit"],
    ["limit=1e2", "limit"],
    ["limit=", "limit"],
    ["limit", "limit"],
    ["limit=1&limit=1", "limit"],
    ["name=a&name=b", "name"],
    ["name=%00", "name"],
    ["name=%FF", "name"],
    ["name=%ED%A0%80", "name"],
    ["name=%", "name"],
    ["type=", "type"],
    ["type=A&type=", "type"],
    ["type=9A", "type"],
    ["parentId=abc", "parentId"],
    ["parentId=NONE", "parentId"],
    ["createdBefore=2026-01-01", "createdBefore"],
    ["createdBefore=2026-02-30T00:00:00Z", "createdBefore"],
    ["createdBefore=2026-01-01T00:00:00", "createdBefore"],
    ["declared=1", "declared"],
    ["declared=constructor", "declared"],
    ["readings=A,,B", "readings"],
    ["readings=*,A", "readings"],
    ["without=A,B", "without"],
    ["count=yes", "count"],
    ["fields=a:b", "fields"],
    ["__proto__=1", "__proto__"],
    ["constructor=1", "constructor"],
    ["%ZZ=1", "%ZZ"],
    ["Limit=1", "Limit"],
  ])("refuses ?%s and names %s", (query, path) => {
    expect(faultsOf(query)).toEqual([{ path, detail: expect.stringMatching(/\S/) }]);
  });

  it("tells all faults at once", () => {
    expect(
      faultsOf("limit=0&nope=1&type=%20&name=ok")
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(["limit", "nope", "type"]);
  });

  it("knows only the choices of a choice, and nothing where nothing is taken", () => {
    expect(faultsOf("order=up", SeriesParameters)).toEqual([{ path: "order", detail: "must be one of asc, desc" }]);
    expect(faultsOf("order=asc", NoParameters)).toHaveLength(1);
    expect(faultsOf("", NoParameters)).toEqual([]);
  });
});
