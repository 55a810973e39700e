import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";

export const CLIENT_ID = "binnacle-ui";
export const AUDIENCE = "binnacle";

interface Grant {
  challenge: string;
  redirectUri: string;
  nonce: string | null;
  scope: string;
}

/** An OpenID Connect issuer on loopback whose only user is Ada: discovery, code with PKCE, refresh, keys. */
export class LocalIssuer {
  url = "";
  /** How long the next access tokens are good. */
  expiresIn = 3600;
  /** The tokens that it gave out. */
  readonly tokens: string[] = [];
  refreshes = 0;
  /** Whether it renews tokens for those who ask for that. */
  renews = true;
  /** Refuses the next login, as a user does who presses Cancel. */
  refuses = false;
  private readonly codes = new Map<string, Grant>();
  private readonly refreshTokens = new Map<string, Grant>();
  private server!: Server;
  private privateKey!: CryptoKey;
  private jwk!: JWK;

  async start(): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
    this.privateKey = privateKey;
    this.jwk = { ...(await exportJWK(publicKey)), kid: "1", alg: "RS256", use: "sig" };
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    response.setHeader("access-control-allow-origin", "*");
    switch (`${request.method} ${pathname}`) {
      case "GET /.well-known/openid-configuration":
        return json(response, 200, {
          issuer: this.url,
          authorization_endpoint: `${this.url}/authorize`,
          token_endpoint: `${this.url}/token`,
          jwks_uri: `${this.url}/keys`,
        });
      case "GET /keys":
        return json(response, 200, { keys: [this.jwk] });
      case "GET /authorize":
        response.writeHead(302, { location: this.authorize(searchParams) }).end();
        return;
      case "POST /token":
        return this.exchange(new URLSearchParams(await text(request)), response);
      default:
        response.writeHead(404).end();
    }
  }

  /** Where the browser goes on: back, with a code for what was asked. */
  private authorize(asked: URLSearchParams): string {
    const isGood =
      asked.get("client_id") === CLIENT_ID &&
      asked.get("response_type") === "code" &&
      asked.get("code_challenge_method") === "S256" &&
      asked.get("audience") === AUDIENCE;
    const back = new URL(asked.get("redirect_uri")!);
    back.searchParams.set("state", asked.get("state")!);
    if (!isGood || this.refuses) {
      back.searchParams.set("error", "access_denied");
      return back.href;
    }
    const code = randomUUID();
    this.codes.set(code, {
      challenge: asked.get("code_challenge")!,
      redirectUri: asked.get("redirect_uri")!,
      nonce: asked.get("nonce"),
      scope: asked.get("scope")!,
    });
    back.searchParams.set("code", code);
    return back.href;
  }

  private async exchange(asked: URLSearchParams, response: ServerResponse): Promise<void> {
    const isRefresh = asked.get("grant_type") === "refresh_token";
    const given = asked.get(isRefresh ? "refresh_token" : "code") ?? "";
    const store = isRefresh ? this.refreshTokens : this.codes;
    const grant = store.get(given);
    store.delete(given);
    const verifier = createHash("sha256")
      .update(asked.get("code_verifier") ?? "")
      .digest("base64url");
    const isProven = isRefresh || (verifier === grant?.challenge && asked.get("redirect_uri") === grant.redirectUri);
    if (!grant || !isProven) return json(response, 400, { error: "invalid_grant" });
    if (isRefresh) this.refreshes++;
    const accessToken = await this.sign({ aud: AUDIENCE, scope: "read" });
    this.tokens.push(accessToken);
    const refreshToken = this.renews && grant.scope.includes("offline_access") ? randomUUID() : undefined;
    if (refreshToken) {
      this.refreshTokens.set(refreshToken, grant);
      this.tokens.push(refreshToken);
    }
    json(response, 200, {
      token_type: "Bearer",
      access_token: accessToken,
      id_token: await this.sign({ aud: CLIENT_ID, ...(grant.nonce && { nonce: grant.nonce }) }),
      expires_in: this.expiresIn,
      ...(refreshToken && { refresh_token: refreshToken }),
    });
  }

  private sign(claims: Record<string, unknown>): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: "1" })
      .setIssuer(this.url)
      .setSubject("ada")
      .setIssuedAt()
      .setJti(randomUUID())
      .setExpirationTime(`${this.expiresIn}s`)
      .sign(this.privateKey);
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
