import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { type AskedRequest, SourceServer } from "./source-server.js";

const USER = "puller";
const PASSWORD = "registry-passw0rd";

/** How a registry wants to know who asks. */
export type RegistryAuthentication = "none" | "token" | "basic";

/**
 * A registry on loopback that speaks the reading part of the OCI distribution protocol: manifests by tag and digest, blobs behind a redirect to another
 * origin, and the token protocol with anonymous or named users.
 */
export class RegistryServer {
  readonly username = USER;
  readonly password = PASSWORD;
  /** Answers 404 for them. */
  readonly missing = new Set<string>();
  /** How long tokens are good for, in seconds. */
  tokenLife = 300;
  private readonly contents = new Map<string, { mediaType: string; bytes: Buffer }>();
  private readonly tags = new Map<string, string>();
  private tokens = 0;

  private constructor(
    readonly server: SourceServer,
    private readonly storage: SourceServer,
    private readonly authentication: RegistryAuthentication,
  ) {
    server.answer = (request, response) => this.answer(request, response);
    storage.answer = (request, response) => this.send(response, this.contents.get(request.url.slice(1)), "GET");
  }

  static async start(authentication: RegistryAuthentication = "none"): Promise<RegistryServer> {
    const ignore = (): void => {};
    return new RegistryServer(await SourceServer.start(ignore), await SourceServer.start(ignore), authentication);
  }

  get url(): string {
    return this.server.url;
  }

  /** As it stands in names. */
  get host(): string {
    return new URL(this.url).host;
  }

  /** What the storage behind the registry was asked. */
  get stored(): readonly AskedRequest[] {
    return this.storage.requests;
  }

  /** Keeps a document and returns its digest. */
  put(content: unknown, mediaType: string, tag?: string): string {
    const bytes = Buffer.from(JSON.stringify(content));
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    this.contents.set(digest, { mediaType, bytes });
    if (tag !== undefined) this.tags.set(tag, digest);
    return digest;
  }

  /** Has what a digest names be something else. */
  spoil(digest: string): void {
    const content = this.contents.get(digest);
    if (content) this.contents.set(digest, { ...content, bytes: Buffer.from("{}") });
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.storage.close();
  }

  private answer(request: AskedRequest, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url, this.url);
    if (pathname === "/token") return this.answerToken(request, searchParams, response);
    const [, repository = "", kind, reference = ""] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(pathname) ?? [];
    if (!this.isWelcome(request, repository)) return this.challenge(repository, response);
    const digest = this.tags.get(reference) ?? reference;
    if (this.missing.has(digest)) return this.send(response, undefined, request.method);
    if (kind === "blobs") {
      response.writeHead(307, { location: `${this.storage.url}/${digest}` }).end();
      return undefined;
    }
    return this.send(response, this.contents.get(digest), request.method, digest);
  }

  private isWelcome({ headers }: AskedRequest, repository: string): boolean {
    if (this.authentication === "none") return true;
    if (this.authentication === "basic") return headers.authorization === basic();
    return headers.authorization === `Bearer token-${this.tokens}-${repository}`;
  }

  private challenge(repository: string, response: ServerResponse): void {
    const header =
      this.authentication === "basic"
        ? 'Basic realm="registry"'
        : `Bearer realm="${this.url}/token",service="registry.example.com",scope="repository:${repository}:pull"`;
    response.writeHead(401, { "www-authenticate": header, "content-type": "application/json" });
    response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
  }

  private answerToken({ headers }: AskedRequest, query: URLSearchParams, response: ServerResponse): void {
    const isKnown = headers.authorization === undefined || headers.authorization === basic();
    const repository = /^repository:(.+):pull$/.exec(query.get("scope") ?? "")?.[1];
    if (!isKnown || repository === undefined || query.get("service") !== "registry.example.com") {
      response.writeHead(401).end("{}");
      return;
    }
    this.tokens++;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ token: `token-${this.tokens}-${repository}`, expires_in: this.tokenLife }));
  }

  private send(
    response: ServerResponse,
    content: { mediaType: string; bytes: Buffer } | undefined,
    method: string,
    digest?: string,
  ): void {
    if (content === undefined) {
      response.writeHead(404, { "content-type": "application/json" });
      response.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
      return;
    }
    const headers = {
      "content-type": content.mediaType,
      ...(digest === undefined ? {} : { "docker-content-digest": digest }),
    };
    response.writeHead(200, headers).end(method === "HEAD" ? undefined : content.bytes);
  }
}

function basic(): string {
  return `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`;
}
