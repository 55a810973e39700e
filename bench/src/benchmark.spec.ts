import { describe, expect, it } from "@jest/globals";
import {
  flag,
  helpOf,
  number,
  optional,
  pattern,
  readOptions,
  runs,
  UsageError,
  wholeNumbers,
  words,
} from "./benchmark.js";

const OPTIONS = {
  runs: runs(3),
  sizes: wholeNumbers([10, 20], "how many"),
  seconds: number(0.5, "for how long"),
  load: optional(number(1, "how much")),
  only: pattern("which"),
  plans: flag("with plans"),
  flags: words("of what"),
};

describe("the options of a benchmark", () => {
  it("are what was given, and the defaults", () => {
    expect(readOptions(OPTIONS, [])).toEqual({
      runs: 3,
      sizes: [10, 20],
      seconds: 0.5,
      load: undefined,
      only: /(?:)/,
      plans: false,
      flags: [],
    });
    expect(
      readOptions(OPTIONS, ["--sizes", "5,1000000", "--plans", "--only=^a", "--seconds", "2.5", "--flags=--a  --b=1"]),
    ).toMatchObject({
      sizes: [5, 1_000_000],
      plans: true,
      flags: ["--a", "--b=1"],
      only: /^a/,
      seconds: 2.5,
    });
  });

  it("are refused in one line each", () => {
    const refusal = (...args: string[]): string => {
      try {
        readOptions(OPTIONS, args);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        return (error as Error).message;
      }
      throw new Error("accepted");
    };
    expect(refusal("--quick")).toBe("Unknown option '--quick'");
    expect(refusal("quick")).toContain("quick");
    expect(refusal("--runs", "0")).toBe('--runs cannot be "0"');
    expect(refusal("--sizes", "10,many")).toBe('--sizes cannot be "10,many"');
    expect(refusal("--seconds", "long")).toBe('--seconds cannot be "long"');
    expect(refusal("--only", "(")).toBe('--only cannot be "("');
    for (const args of [["--quick"], ["quick"], ["--runs"], ["--plans=1"]])
      expect(refusal(...args)).not.toContain("\n");
  });

  it("are told of with their defaults", () => {
    const help = helpOf("x", {
      description: "Measures x",
      duration: "a minute",
      options: OPTIONS,
      run: async () => {},
    });
    expect(help).toContain("npm run bench -- x [options]");
    expect(help).toMatch(/--runs N +how often each is measured \(3\)/);
    expect(help).toMatch(/--sizes N,N +how many \(10,20\)/);
    expect(help).toMatch(/--plans +with plans$/m);
  });
});
