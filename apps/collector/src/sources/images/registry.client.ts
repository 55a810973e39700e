import { createHash } from "node:crypto";
import { type SourceAnswer, SourceClient } from "@binnacle/collector";
import { BinnacleError } from "@binnacle/errors";
import { parseChallenge, type RegistryChallenge } from "./registry-challenge.js";

export interface RegistryAccess {
  /** Where it answers, without `/v2`. */
  url: string;
  username?: string;
  password?: string;
  /** Where the password comes from, for messages. */
  passwordFrom?: string;
}

/** A document of a registry, whose digest was computed from what came. */
export interface RegistryDocument {
  digest: string;
  mediaType: string;
  content: unknown;
}

/** Manifests and indexes, of OCI and of Docker before it. */
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** Registries refuse manifests of more than 4 MiB; configurations are smaller. */
const MAX_BYTES = 8 * 1024 * 1024;
const MILLIS_BEFORE_EXPIRY = 10_000;

/** Reads one registry, by https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md and the token protocol of Docker's registries. */
export class RegistryClient {
  private readonly client: SourceClient;
  /** By repository. */
  private readonly authorizations = new Map<string, { header: string; expiresAt: number }>();

  constructor(private readonly access: RegistryAccess) {
    const { url, password, passwordFrom } = access;
    this.client = new SourceClient({
      baseUrl: url,
      maxBytes: MAX_BYTES,
      concurrency: 4,
      ...(password === undefined ? {} : { secrets: [password] }),
      ...(passwordFrom === undefined ? {} : { credentials: passwordFrom }),
    });
  }

  /**
   * What a tag means now. Asks without fetching, which Docker Hub does not count.
   * @throws SourceError as the client does
   */
  async digestOf(repository: string, tag: string): Promise<string> {
    const path = `/v2/${repository}/manifests/${tag}`;
    const headers = { accept: MANIFESTS.join(", ") };
    const answer = await this.ask(repository, { method: "HEAD", path, headers });
    const stated = answer.headers.get("docker-content-digest") ?? "";
    if (/^sha256:[0-9a-f]{64}$/.test(stated)) return stated;
    return sha256((await this.ask(repository, { method: "GET", path, headers })).bytes());
  }

  /**
   * A manifest or index.
   * @throws SourceError as the client does; BinnacleError if what came is not what the digest names
   */
  async manifest(repository: string, digest: string): Promise<RegistryDocument> {
    const path = `/v2/${repository}/manifests/${digest}`;
    const answer = await this.ask(repository, { method: "GET", path, headers: { accept: MANIFESTS.join(", ") } });
    const content = answer.json<{ mediaType?: unknown }>();
    const stated = content.mediaType ?? answer.headers.get("content-type")?.split(";", 1)[0];
    return { digest: this.checked(answer, digest), mediaType: String(stated ?? ""), content };
  }

  /**
   * A document that a manifest names, such as the configuration of an image.
   * @throws as `manifest`
   */
  async blob(repository: string, digest: string): Promise<RegistryDocument> {
    const answer = await this.ask(repository, { method: "GET", path: `/v2/${repository}/blobs/${digest}` });
    return { digest: this.checked(answer, digest), mediaType: "", content: answer.json() };
  }

  private checked(answer: SourceAnswer, digest: string): string {
    // Other algorithms are rare, and nothing is trusted to the content that a wrong one could harm.
    if (!digest.startsWith("sha256:") || sha256(answer.bytes()) === digest) return digest;
    throw new BinnacleError("SOURCE", `${answer.url.origin}${answer.url.pathname} is not what its digest names`);
  }

  private async ask(
    repository: string,
    request: { method: string; path: string; headers?: Record<string, string> },
  ): Promise<SourceAnswer> {
    const known = this.authorizations.get(repository);
    const isValid = known !== undefined && known.expiresAt > Date.now();
    const send = (header: string | undefined, expected: number[]): Promise<SourceAnswer> =>
      this.client.request({
        ...request,
        headers: { ...request.headers, ...(header === undefined ? {} : { authorization: header }) },
        expected,
      });
    // The first time it says whom it wants to see, and once a token has expired.
    const answer = await send(isValid ? known.header : undefined, [401]);
    if (answer.status !== 401) return answer;
    const challenge = parseChallenge(answer.headers.get("www-authenticate"));
    const authorization = await this.authorize(repository, challenge);
    this.authorizations.set(repository, authorization);
    return send(authorization.header, []);
  }

  private async authorize(
    repository: string,
    challenge: RegistryChallenge | undefined,
  ): Promise<{ header: string; expiresAt: number }> {
    const { username, password } = this.access;
    const basic =
      username === undefined || password === undefined
        ? undefined
        : `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    if (challenge?.scheme === "bearer" && challenge.realm !== undefined)
      return this.fetchToken(repository, challenge, basic);
    if (basic !== undefined) return { header: basic, expiresAt: Number.POSITIVE_INFINITY };
    throw new BinnacleError(
      "SOURCE",
      `${this.access.url} wants to know who asks for ${repository}: it has to be among \`registries\`, with username and passwordFrom`,
    );
  }

  private async fetchToken(
    repository: string,
    { realm, service, scope = `repository:${repository}:pull` }: RegistryChallenge,
    basic: string | undefined,
  ): Promise<{ header: string; expiresAt: number }> {
    const url = URL.canParse(realm ?? "") ? new URL(realm as string) : undefined;
    if (url === undefined || (url.protocol !== "https:" && !this.access.url.startsWith("http:"))) {
      throw new BinnacleError("SOURCE", `${this.access.url} has tokens fetched from where none would be safe`);
    }
    url.searchParams.set("scope", scope);
    if (service !== undefined) url.searchParams.set("service", service);
    const askedAt = Date.now();
    const answer = await this.client.request({
      path: url.href,
      ...(basic === undefined ? {} : { headers: { authorization: basic } }),
    });
    const { token, access_token: other, expires_in: seconds } = answer.json<Record<string, unknown>>();
    const bearer = token ?? other;
    if (typeof bearer !== "string" || bearer === "") {
      throw new BinnacleError("SOURCE", `${url.origin}${url.pathname} gives no token for ${repository}`);
    }
    // 60 seconds where it does not say, by the protocol.
    const life = (typeof seconds === "number" ? seconds : 60) * 1_000;
    return { header: `Bearer ${bearer}`, expiresAt: askedAt + life - MILLIS_BEFORE_EXPIRY };
  }
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
