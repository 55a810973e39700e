import { describe, expect, it } from "@jest/globals";
import { csvText } from "./csv.js";

describe("csvText", () => {
  it("prints a header and rows with CRLF, quoting what needs it", () => {
    expect(
      csvText(
        ["a", "b"],
        [
          ["x,y", 'say "hi"'],
          ["line\nbreak", null],
          [1, true],
        ],
      ),
    ).toBe('a,b\r\n"x,y","say ""hi"""\r\n"line\nbreak",\r\n1,true\r\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])("takes the force out of the formula %j", (text) => {
    expect(csvText(["a"], [[text]])).toBe(`a\r\n"'${text}"\r\n`);
  });

  it("leaves negative numbers numbers", () => {
    expect(csvText(["a"], [[-5]])).toBe("a\r\n-5\r\n");
  });
});
