import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createLogger, type Logger } from "./logger.js";
import { maskCredentials } from "./mask-credentials.js";
import { NestLogger } from "./nest-logger.js";

function recording(level: "info" | "trace" = "info"): {
  logger: Logger;
  lines: Record<string, unknown>[];
  text: () => string;
} {
  const written: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => {
      written.push(line);
      lines.push(JSON.parse(line) as Record<string, unknown>);
    },
  };
  return { logger: createLogger({ name: "sink", level, destination }), lines, text: () => written.join("") };
}

describe("createLogger", () => {
  it("writes one JSON object a line with level, time, pid and name", () => {
    const { logger, lines } = recording();
    logger.child({ batch: 7 }).info({ records: 3 }, "stored");
    logger.debug("not at this level");
    expect(lines).toEqual([
      {
        level: "info",
        time: expect.stringMatching(/Z$/),
        pid: process.pid,
        name: "sink",
        batch: 7,
        records: 3,
        msg: "stored",
      },
    ]);
  });

  it("prints no credentials: neither under telling keys nor within URLs, messages and stacks", () => {
    const { logger, text, lines } = recording();
    logger.info(
      { password: "hunter2", headers: { authorization: "Bearer hunter2" }, a: { b: { token: "hunter2" } } },
      "m",
    );
    logger.error({ err: new Error("connect postgres://binnacle:hunter2@db/catalog") }, "at postgres://u:hunter2@db");
    expect(text()).not.toContain("hunter2");
    expect(text()).toContain("postgres://binnacle:***@db/catalog");
    expect(lines).toHaveLength(2);
  });
});

describe("describeError", () => {
  it("prints what went wrong in the database, without the data that it went wrong with", () => {
    const { logger, text, lines } = recording();
    const refused = Object.assign(new Error('invalid input syntax for type uuid: "hunter2"'), {
      code: "22P02",
      detail: "Key (name)=(hunter2) exists",
      where: "JSON data, line 1: hunter2",
      query: "INSERT …",
      parameters: ["hunter2"],
    });
    logger.error({ err: refused });
    logger.error({ err: new Error(`It was refused: ${refused.message}`, { cause: refused }) });
    expect(text()).not.toContain("hunter2");
    const message = 'invalid input syntax for type uuid: "***"';
    const stack = expect.stringMatching(/logger\.spec/);
    expect(lines).toMatchObject([
      { err: { code: "22P02", message, stack } },
      { err: { message: `It was refused: ${message}: ${message}`, stack } },
    ]);
  });

  it("leaves other errors, and what is none, as they are", () => {
    const { logger, lines } = recording();
    logger.error({
      err: Object.assign(new Error('relation "series" does not exist'), { code: "42P01", severity: "ERROR" }),
    });
    logger.error({ err: "text" });
    expect(lines).toMatchObject([
      { err: { message: 'relation "series" does not exist', code: "42P01", severity: "ERROR" } },
      { err: "text" },
    ]);
  });
});

describe("maskCredentials", () => {
  it("hides any password that a URL can hold, and leaves a text without one as it is", () => {
    const word = fc.stringMatching(/^[a-z0-9%._~-]{1,12}$/);
    const password = fc.stringMatching(/^[A-Za-z0-9%._~!$&'()*+,;=:-]{1,20}$/);
    fc.assert(
      fc.property(word, password, word, (user, secret, host) => {
        expect(maskCredentials(`at amqp://${user}:${secret}@${host}/x, "b"`)).toBe(
          `at amqp://${user}:***@${host}/x, "b"`,
        );
        expect(maskCredentials(`at http://${host}:8080/@${user}`)).toBe(`at http://${host}:8080/@${user}`);
      }),
    );
  });
});

describe("NestLogger", () => {
  it("carries Nest's context, stacks and errors as fields", () => {
    const { logger, lines } = recording("trace");
    const nest = new NestLogger(logger);
    nest.log("listening", "Bootstrap");
    nest.error("failed", "Error: failed\n    at x.ts:1", "Exceptions");
    nest.error(new Error("broken"), "Exceptions");
    nest.warn({ a: 1 });
    nest.verbose("fine detail");
    expect(lines).toMatchObject([
      { level: "info", msg: "listening", context: "Bootstrap" },
      { level: "error", msg: "failed", context: "Exceptions", stack: "Error: failed\n    at x.ts:1" },
      { level: "error", msg: "broken", context: "Exceptions", err: { message: "broken" } },
      { level: "warn", msg: '{"a":1}' },
      { level: "trace", msg: "fine detail" },
    ]);
  });

  it("keeps Nest's account of its wiring for debugging", () => {
    const { logger, lines } = recording();
    new NestLogger(logger).log("AppModule dependencies initialized", "InstanceLoader");
    expect(lines).toEqual([]);
  });
});
