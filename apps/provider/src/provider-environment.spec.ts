import "reflect-metadata";
import { ConfigurationError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { checkEnvironment, ProviderEnvironment } from "./provider-environment.js";

const environment = (values: Partial<ProviderEnvironment>) => Object.assign(new ProviderEnvironment(), values);

describe(checkEnvironment.name, () => {
  it("lets everybody on this machine in by default", () => {
    expect(() => checkEnvironment(environment({}))).not.toThrow();
    expect(() => checkEnvironment(environment({ HOST: "::1", BINNACLE_AUTH: "none" }))).not.toThrow();
  });

  it.each([
    [{ HOST: "0.0.0.0" }, /^BINNACLE_AUTH .* HOST is "0\.0\.0\.0"$/],
    [{ HOST: "10.0.0.1", BINNACLE_AUTH: "none" as const }, /^BINNACLE_AUTH .*HOST/],
    [{ BINNACLE_AUTH: "tokens" as const }, /^BINNACLE_AUTH must be none, got "tokens"/],
    [{ HOST: "0.0.0.0", BINNACLE_AUTH: "oidc" as const }, /^BINNACLE_AUTH must be none, got "oidc"/],
  ])("refuses %j in one line that names the variable", (values, line) => {
    const check = () => checkEnvironment(environment(values));
    expect(check).toThrow(ConfigurationError);
    expect(check).toThrow(line);
  });
});
