import "reflect-metadata";
import { ConfigurationError } from "@binnacle/errors";
import { readEnvironment } from "@binnacle/platform";
import { describe, expect, it } from "@jest/globals";
import { checkEnvironment, ProviderEnvironment } from "./provider-environment.js";

const environment = (values: Partial<ProviderEnvironment>) => Object.assign(new ProviderEnvironment(), values);

const OIDC = {
  BINNACLE_AUTH: "oidc" as const,
  BINNACLE_OIDC_ISSUER: "https://login.example.com",
  BINNACLE_OIDC_AUDIENCE: "binnacle",
};
const REQUIRED = { DATABASE_URL: "postgres://x/y", BINNACLE_TOPIC_ARN: "arn:aws:sns:eu-west-1:123456789012:x" };

describe(checkEnvironment.name, () => {
  it("lets everybody on this machine in by default", () => {
    expect(() => checkEnvironment(environment({}))).not.toThrow();
    expect(() => checkEnvironment(environment({ HOST: "::1", BINNACLE_AUTH: "none" }))).not.toThrow();
  });

  it("listens everywhere where it knows who asks", () => {
    expect(() => checkEnvironment(environment({ ...OIDC, HOST: "0.0.0.0" }))).not.toThrow();
    const tokens = { BINNACLE_AUTH: "tokens" as const, BINNACLE_TOKENS_FILE: "tokens.yaml", HOST: "10.0.0.1" };
    expect(() => checkEnvironment(environment(tokens))).not.toThrow();
    expect(() => checkEnvironment(environment({ ...OIDC, BINNACLE_OIDC_ISSUER: "http://127.0.0.1:1" }))).not.toThrow();
  });

  it("takes origins in full only", () => {
    const origins = (text: string) =>
      readEnvironment(ProviderEnvironment, { ...REQUIRED, BINNACLE_CORS_ORIGINS: text }).BINNACLE_CORS_ORIGINS;
    expect(origins("https://a.example, http://localhost:8080")).toEqual(["https://a.example", "http://localhost:8080"]);
    for (const text of ["*", "https://a.example/", "a.example", "https://*.example", "null", "https://a.example,"]) {
      expect(() => origins(text)).toThrow(/^BINNACLE_CORS_ORIGINS must be origins/);
    }
  });

  it("takes addresses and networks of proxies", () => {
    const proxies = (text: string) =>
      readEnvironment(ProviderEnvironment, { ...REQUIRED, BINNACLE_TRUSTED_PROXIES: text }).BINNACLE_TRUSTED_PROXIES!;
    const networks = proxies("10.0.0.0/8, 192.168.1.7,fd00::/8");
    for (const address of ["10.255.0.1", "192.168.1.7"]) expect(networks.check(address)).toBe(true);
    for (const address of ["fd12::1", "::ffff:10.0.0.1"]) expect(networks.check(address, "ipv6")).toBe(true);
    for (const address of ["11.0.0.1", "192.168.1.8"]) expect(networks.check(address)).toBe(false);
    for (const text of ["proxy", "10.0.0.0/99", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0.0/-1", ","]) {
      expect(() => proxies(text)).toThrow(/^BINNACLE_TRUSTED_PROXIES must be addresses/);
    }
  });

  it.each([
    [{ HOST: "0.0.0.0" }, /^BINNACLE_AUTH .* HOST is "0\.0\.0\.0"$/],
    [{ HOST: "10.0.0.1", BINNACLE_AUTH: "none" as const }, /^BINNACLE_AUTH .*HOST/],
    [{ BINNACLE_AUTH: "tokens" as const }, /^BINNACLE_TOKENS_FILE must be set/],
    [{ ...OIDC, BINNACLE_OIDC_ISSUER: undefined }, /^BINNACLE_OIDC_ISSUER must be set/],
    [{ ...OIDC, BINNACLE_OIDC_ISSUER: "http://login.example.com" }, /^BINNACLE_OIDC_ISSUER must be an https URL/],
    [{ ...OIDC, BINNACLE_OIDC_AUDIENCE: undefined }, /^BINNACLE_OIDC_AUDIENCE must be set/],
  ])("refuses %j in one line that names the variable", (values, line) => {
    const check = () => checkEnvironment(environment(values));
    expect(check).toThrow(ConfigurationError);
    expect(check).toThrow(line);
  });
});
