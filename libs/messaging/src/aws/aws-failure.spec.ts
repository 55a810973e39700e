import { describe, expect, it } from "@jest/globals";
import { describeFailure } from "./aws-failure.js";

function answered(httpStatusCode: number, name: string): Error {
  return Object.assign(new Error("why"), { name, $metadata: { httpStatusCode } });
}

describe(describeFailure.name, () => {
  it.each([
    { status: 404, name: "NotFoundException", passes: false },
    { status: 403, name: "AccessDenied", passes: false },
    { status: 400, name: "InvalidParameterException", passes: false },
    { status: 400, name: "ThrottlingException", passes: true },
    { status: 403, name: "RequestTimeTooSkewed", passes: true },
    { status: 403, name: "ExpiredTokenException", passes: true },
    { status: 429, name: "Unheard", passes: true },
    { status: 500, name: "InternalError", passes: true },
    { status: 503, name: "ServiceUnavailable", passes: true },
  ])("says of an answer $status $name whether it passes: $passes", ({ status, name, passes }) => {
    expect(describeFailure(answered(status, name))).toEqual({ code: name, detail: "why", isRetryable: passes });
  });

  it("says of a connection that it passes, with the code of Node.js", () => {
    const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED", $metadata: { attempts: 3 } });
    expect(describeFailure(refused)).toEqual({ code: "ECONNREFUSED", detail: "refused", isRetryable: true });
    const late = Object.assign(new Error("late"), { name: "TimeoutError" });
    expect(describeFailure(late)).toEqual({ code: "TimeoutError", detail: "late", isRetryable: true });
  });

  it("prefers the code that AWS gave over the name of the error class", () => {
    const error = Object.assign(answered(400, "InvalidParameterException"), { Code: "InvalidParameter" });
    expect(describeFailure(error).code).toBe("InvalidParameter");
  });

  it("describes what is no error, and one without words", () => {
    expect(describeFailure("odd")).toEqual({ code: "UNKNOWN", detail: "odd", isRetryable: true });
    expect(describeFailure(Object.assign(new Error(""), { code: "EPIPE" })).detail).toBe("EPIPE");
  });
});
