import { BlockList, isIP } from "node:net";
import { ChoiceVariable, IntegerVariable, TextVariable, UrlVariable, Variable } from "@binnacle/platform";

/** Who may ask, and how much. */
export class AuthEnvironment {
  @ChoiceVariable({
    choices: ["none", "tokens", "oidc"],
    description: "who may ask; none is for loopback addresses only",
  })
  BINNACLE_AUTH: "none" | "tokens" | "oidc" = "none";

  @TextVariable({
    expected: "the path of a YAML or JSON file",
    description: "the hashed tokens, for BINNACLE_AUTH=tokens",
    optional: true,
  })
  BINNACLE_TOKENS_FILE?: string;

  @UrlVariable({
    schemes: ["https", "http"],
    example: "https://login.example.com/realms/company",
    description: "whose tokens are taken, for BINNACLE_AUTH=oidc",
    optional: true,
  })
  BINNACLE_OIDC_ISSUER?: string;

  @TextVariable({
    expected: "the audience that tokens are made for",
    description: "what tokens must be meant for, for BINNACLE_AUTH=oidc",
    optional: true,
  })
  BINNACLE_OIDC_AUDIENCE?: string;

  @TextVariable({
    expected: "the id that the UI has at the issuer",
    description: "lets people log in to the UI at the issuer, for BINNACLE_AUTH=oidc; by a token without",
    optional: true,
  })
  BINNACLE_OIDC_CLIENT_ID?: string;

  @TextVariable({
    expected: "scopes separated by blanks",
    description: "what the UI asks the issuer for; offline_access for tokens that it can renew",
  })
  BINNACLE_OIDC_SCOPE: string = "openid";

  @IntegerVariable({ min: 0, max: 10_000_000, description: "requests a minute for each token; 0 is no limit" })
  BINNACLE_RATE_LIMIT: number = 12_000;

  @IntegerVariable({ min: 0, max: 10_000_000, description: "bad tokens a minute from each address; 0 is no limit" })
  BINNACLE_AUTH_FAILURE_LIMIT: number = 300;

  @Variable(
    { expected: "origins such as https://portal.example.com, separated by commas", parse: parseOrigins },
    { description: "pages of which other origins may call the API", optional: true },
  )
  BINNACLE_CORS_ORIGINS?: readonly string[];

  @Variable(
    { expected: "addresses or networks such as 10.0.0.0/8, separated by commas", parse: parseNetworks },
    { description: "the proxies whose X-Forwarded-For is believed", optional: true },
  )
  BINNACLE_TRUSTED_PROXIES?: BlockList;
}

/** Each must be an origin in full: no path, and no `*`. */
function parseOrigins(text: string): readonly string[] | undefined {
  const origins = text.split(",").map((origin) => origin.trim());
  const isOrigin = (origin: string) =>
    !origin.includes("*") && URL.canParse(origin) && new URL(origin).origin === origin && origin !== "null";
  return origins.every(isOrigin) ? origins : undefined;
}

function parseNetworks(text: string): BlockList | undefined {
  const networks = new BlockList();
  for (const network of text.split(",")) {
    const [address = "", prefix, ...rest] = network.trim().split("/");
    const [family, bits] = isIP(address) === 4 ? (["ipv4", 32] as const) : (["ipv6", 128] as const);
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Infinity;
    if (isIP(address) === 0 || length > bits || rest.length > 0) return undefined;
    networks.addSubnet(address, length, family);
  }
  return networks;
}
