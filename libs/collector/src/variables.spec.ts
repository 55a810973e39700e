import { describe, expect, it } from "@jest/globals";
import { readVariables, variable } from "./variables.js";

const VARIABLES = {
  GITLAB_URL: variable.url({ default: "https://gitlab.com/api/v4" }),
  GITLAB_TOKEN: variable.secret({ description: "a token with the scope read_api" }),
  GITLAB_GROUP: variable.text({ default: null }),
  PAGE_SIZE: variable.integer({ min: 1, max: 100, default: 50 }),
  STALE_AFTER: variable.duration({ default: 3_600_000 }),
  ARCHIVED: variable.flag({ default: false }),
  VISIBILITY: variable.choice(["public", "internal"], { default: "public" }),
};

describe(readVariables.name, () => {
  it("gives what stands there, typed, and defaults for what is not set or empty", () => {
    const environment = {
      GITLAB_TOKEN: " glpat-1 ",
      PAGE_SIZE: "20",
      STALE_AFTER: "2d",
      ARCHIVED: "true",
      VISIBILITY: "",
    };
    const read: {
      GITLAB_URL: string;
      GITLAB_TOKEN: string;
      GITLAB_GROUP: string | null;
      PAGE_SIZE: number;
      STALE_AFTER: number;
      ARCHIVED: boolean;
      VISIBILITY: "public" | "internal";
    } = readVariables(VARIABLES, environment);
    expect(read).toEqual({
      GITLAB_URL: "https://gitlab.com/api/v4",
      GITLAB_TOKEN: "glpat-1",
      GITLAB_GROUP: null,
      PAGE_SIZE: 20,
      STALE_AFTER: 172_800_000,
      ARCHIVED: true,
      VISIBILITY: "public",
    });
  });

  it("names every variable that is missing or wrong, what it must be, and no secret", () => {
    const environment = {
      GITLAB_URL: "ftp://me:hunter2@host",
      PAGE_SIZE: "101",
      STALE_AFTER: "soon",
      ARCHIVED: "yes",
      VISIBILITY: "private",
    };
    expect(() => readVariables(VARIABLES, environment)).toThrow(
      [
        "GITLAB_URL must be a URL like https://host/path; it is not",
        "GITLAB_TOKEN must be a secret: a token with the scope read_api; it is not set",
        'PAGE_SIZE must be a whole number from 1 to 100; it is "101"',
        'STALE_AFTER must be a duration like 250ms, 30s, 5m, 2h or 1d; it is "soon"',
        'ARCHIVED must be true or false; it is "yes"',
        'VISIBILITY must be one of public, internal; it is "private"',
      ].join("\n"),
    );
  });

  it("reads the process's environment by default", () => {
    expect(readVariables({ PATH: variable.text() }).PATH).toBe(process.env["PATH"]);
    expect(() => readVariables({ BINNACLE_SURELY_NOT_SET: variable.text() })).toThrow(
      "BINNACLE_SURELY_NOT_SET must be a text; it is not set",
    );
  });
});
