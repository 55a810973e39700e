import { describe, expect, it } from "@jest/globals";
import { ConfigurationError } from "@binnacle/errors";
import { validateConfiguration } from "@binnacle/platform";
import { IsOptional } from "class-validator";
import { InstanceTarget } from "./instance-target.js";
import { IsDuration } from "./is-duration.js";
import { IsHttpUrl } from "./is-http-url.js";
import { IsIntBetween } from "./is-int-between.js";
import { IsTargetList } from "./is-target-list.js";
import { IsText } from "./is-text.js";
import { IsVariableName } from "./is-variable-name.js";

class Options {
  @IsOptional()
  @IsText()
  text?: string;

  @IsOptional()
  @IsText({ each: true })
  texts?: string[];

  @IsOptional()
  @IsIntBetween(2, 4)
  count?: number;

  @IsOptional()
  @IsHttpUrl()
  url?: string;

  @IsOptional()
  @IsHttpUrl({ each: true })
  urls?: string[];

  @IsOptional()
  @IsVariableName()
  tokenFrom?: string;

  @IsOptional()
  @IsVariableName({ each: true })
  secretsFrom?: string[];

  @IsOptional()
  @IsDuration()
  timeout?: string;

  @IsOptional()
  @IsDuration({ most: "366d" })
  window?: string;

  @IsOptional()
  @IsTargetList(() => InstanceTarget)
  targets?: InstanceTarget[];
}

const TARGET = { service: "orders", environment: "production", instance: "orders-1" };

describe("the rules of options", () => {
  it.each([
    { text: "a", texts: ["a", "b"] },
    { count: 2 },
    { count: 4 },
    { url: "http://127.0.0.1:8500" },
    { url: "https://orders/actuator" },
    { urls: ["https://a.test", "http://b.test"] },
    { tokenFrom: "_TOKEN_2" },
    { secretsFrom: ["A", "b"] },
    ...["1ms", "30s", "5m", "2h", "24d"].map((timeout) => ({ timeout })),
    { window: "366d" },
    { targets: [TARGET, { ...TARGET, instance: "orders-2" }] },
  ])("take %j", (options) => {
    expect(validateConfiguration(Options, options, "o")).toEqual(options);
  });

  const http = "must be an http or https URL without credentials";
  const duration = "must be a duration such as 500ms, 30s or 5m, of at most";
  it.each([
    [{ text: "" }, "text should not be empty"],
    [{ texts: ["a", ""] }, "each value in texts should not be empty"],
    [{ count: 1 }, "count must not be less than 2"],
    [{ count: 5 }, "count must not be greater than 4"],
    [{ count: 2.5 }, "count must be an integer number"],
    [{ url: "ftp://a.test" }, `url ${http}`],
    [{ url: "a.test" }, `url ${http}`],
    [{ url: "https://me:pw@a.test" }, `url ${http}`],
    [{ urls: ["https://a.test", "https://me@b.test"] }, `each of urls ${http}`],
    [{ tokenFrom: "my-token" }, "tokenFrom must be the name of an environment variable"],
    [{ tokenFrom: "2FA" }, "tokenFrom must be the name of an environment variable"],
    [{ secretsFrom: ["A", ""] }, "secretsFrom must hold names of environment variables"],
    ...["0s", "30", "1.5s", "5 m", "PT5M", "25d", "999999m"].map(
      (timeout) => [{ timeout }, `timeout ${duration} 24d`] as const,
    ),
    [{ window: "367d" }, `window ${duration} 366d`],
    [{ targets: [TARGET, { ...TARGET }] }, "targets must not name the same instance twice"],
    [{ targets: [] }, "targets should not be empty"],
    [{ targets: [{ ...TARGET, instance: "" }] }, "targets[0].instance should not be empty"],
  ])("refuse %j", (options, fault) => {
    expect(() => validateConfiguration(Options, options, "o")).toThrow(new ConfigurationError([`o: ${fault}`]));
  });
});
