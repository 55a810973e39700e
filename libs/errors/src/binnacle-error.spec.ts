import { describe, expect, it } from "@jest/globals";
import { BinnacleError, ConfigurationError, TransientError } from "./index.js";

describe(BinnacleError.name, () => {
  it("carries a stable code, the class name and the cause", () => {
    const cause = new Error("ECONNREFUSED");
    const error = new TransientError("PostgreSQL does not answer", { cause });
    expect(error).toBeInstanceOf(BinnacleError);
    expect(error).toMatchObject({ name: "TransientError", code: "TRANSIENT", cause });
  });

  it("prints one configuration fault a line", () => {
    expect(new ConfigurationError(["PORT must be an integer", "DATABASE_URL is not a URL"]).message).toBe(
      "PORT must be an integer\nDATABASE_URL is not a URL",
    );
  });
});
