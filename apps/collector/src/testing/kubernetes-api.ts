import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StoredObject {
  metadata: { name: string; namespace: string; uid: string; resourceVersion?: string; labels?: Record<string, string> };
}

interface StoredEvent {
  type: "ADDED" | "MODIFIED" | "DELETED";
  plural: string;
  version: number;
  object: StoredObject;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const PATH = /^\/(?:api\/v1|apis\/apps\/v1)(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?$/;

/**
 * A server that speaks the part of the Kubernetes API that reads: lists in pages that end with 410 once their beginning is forgotten, watches with bookmarks,
 * single objects, bearer tokens, and failures as `Status` objects.
 */
export class KubernetesApi {
  readonly token = "s3cr3t-service-account-token";
  /** Paths with their queries, in order. */
  readonly requests: string[] = [];
  private readonly objects = new Map<string, Map<string, StoredObject>>();
  private readonly log: StoredEvent[] = [];
  private readonly watches = new Set<{ plural: string; namespace: string | undefined; response: ServerResponse }>();
  private readonly answers: { matching: RegExp; answer: Answer }[] = [];
  private version = 1_000_000;
  /** What happened up to here is forgotten. */
  private oldest = 0;
  private readonly server = createServer((request, response) => this.handle(request, response));

  static async start(objects: Record<string, StoredObject[]>): Promise<KubernetesApi> {
    const api = new KubernetesApi();
    for (const [plural, list] of Object.entries(objects)) {
      api.objects.set(plural, new Map(list.map((object) => [object.metadata.uid, object])));
    }
    await new Promise<void>((resolve) => api.server.listen(0, "127.0.0.1", resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** As JSON, which is YAML too. */
  kubeconfig({ token = this.token }: { token?: string } = {}): string {
    return JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "test",
      clusters: [{ name: "test", cluster: { server: this.url, "insecure-skip-tls-verify": true } }],
      users: [{ name: "binnacle", user: { token } }],
      contexts: [{ name: "test", context: { cluster: "test", user: "binnacle" } }],
    });
  }

  /** Answers the next request that matches in another way. */
  answerNext(matching: RegExp, answer: Answer): void {
    this.answers.push({ matching, answer });
  }

  failNext(matching: RegExp, code: number, reason: string, headers: Record<string, string> = {}): void {
    this.answerNext(matching, (_, response) => sendStatus(response, code, reason, reason, headers));
  }

  put(plural: string, object: StoredObject): void {
    const known = this.objects.get(plural) ?? new Map<string, StoredObject>();
    const type = known.has(object.metadata.uid) ? "MODIFIED" : "ADDED";
    this.objects.set(plural, known.set(object.metadata.uid, object));
    this.happen(type, plural, object);
  }

  delete(plural: string, uid: string, changed: (object: StoredObject) => StoredObject = (object) => object): void {
    const object = this.objects.get(plural)!.get(uid)!;
    this.objects.get(plural)!.delete(uid);
    this.happen("DELETED", plural, changed(object));
  }

  /** Forgets the past: pages and watches that began before are refused. */
  compact(): void {
    this.oldest = ++this.version;
  }

  bookmark(): void {
    const object = { kind: "Pod", apiVersion: "v1", metadata: { resourceVersion: String(this.version) } };
    for (const { response } of this.watches) response.write(`${JSON.stringify({ type: "BOOKMARK", object })}\n`);
  }

  /** Ends every watch: in peace, or by cutting the connection. */
  endWatches(how: "end" | "destroy" = "end"): void {
    for (const { response } of this.watches) response[how]();
    this.watches.clear();
  }

  get watchCount(): number {
    return this.watches.size;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private happen(type: StoredEvent["type"], plural: string, object: StoredObject): void {
    const version = ++this.version;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    if (type !== "DELETED") this.objects.get(plural)!.set(object.metadata.uid, stored);
    const event = { type, plural, version, object: stored };
    this.log.push(event);
    for (const watch of this.watches) send(watch.response, event, watch.plural, watch.namespace);
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? "";
    this.requests.push(url);
    const index = this.answers.findIndex(({ matching }) => matching.test(url));
    if (index >= 0) return this.answers.splice(index, 1)[0]!.answer(request, response);
    if (request.headers.authorization !== `Bearer ${this.token}`)
      return sendStatus(response, 401, "Unauthorized", "Unauthorized");
    const { pathname, searchParams } = new URL(url, this.url);
    const [, namespace, plural = "", name] = PATH.exec(pathname) ?? [];
    if (!this.objects.has(plural))
      return sendStatus(response, 404, "NotFound", "the server could not find the requested resource");
    if (searchParams.get("watch") === "true") return this.watch(response, plural, namespace, searchParams);
    const objects = [...this.objects.get(plural)!.values()].filter(
      ({ metadata }) => (namespace ?? metadata.namespace) === metadata.namespace,
    );
    if (name === undefined) return this.list(response, plural, objects, searchParams);
    const object = objects.find(({ metadata }) => metadata.name === name);
    if (object) sendJson(response, 200, object);
    else sendStatus(response, 404, "NotFound", `${plural}.apps "${name}" not found`);
  }

  private list(response: ServerResponse, plural: string, objects: StoredObject[], query: URLSearchParams): void {
    const token = query.get("continue");
    const { version, start } = token
      ? (JSON.parse(Buffer.from(token, "base64url").toString()) as { version: number; start: number })
      : { version: this.version, start: 0 };
    if (version < this.oldest) {
      const message = "The provided continue parameter is too old to display a consistent list result.";
      return sendStatus(response, 410, "Expired", message);
    }
    const limit = Number(query.get("limit") ?? objects.length);
    const rest = objects.length - start - limit;
    const next = Buffer.from(JSON.stringify({ version, start: start + limit })).toString("base64url");
    sendJson(response, 200, {
      kind: `${plural}List`,
      apiVersion: "v1",
      metadata: { resourceVersion: String(version), ...(rest > 0 ? { continue: next, remainingItemCount: rest } : {}) },
      items: objects.slice(start, start + limit),
    });
  }

  private watch(response: ServerResponse, plural: string, namespace: string | undefined, query: URLSearchParams): void {
    const from = Number(query.get("resourceVersion"));
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    if (from < this.oldest) {
      const object = {
        kind: "Status",
        code: 410,
        reason: "Expired",
        message: `too old resource version: ${from} (${this.oldest})`,
      };
      response.end(`${JSON.stringify({ type: "ERROR", object })}\n`);
      return;
    }
    for (const event of this.log) if (event.version > from) send(response, event, plural, namespace);
    const watch = { plural, namespace, response };
    this.watches.add(watch);
    const timer = setTimeout(() => response.end(), Number(query.get("timeoutSeconds") ?? 300) * 1_000);
    response.on("close", () => {
      clearTimeout(timer);
      this.watches.delete(watch);
    });
  }
}

function send(response: ServerResponse, event: StoredEvent, plural: string, namespace: string | undefined): void {
  if (event.plural !== plural || (namespace ?? event.object.metadata.namespace) !== event.object.metadata.namespace)
    return;
  response.write(`${JSON.stringify({ type: event.type, object: event.object })}\n`);
}

function sendStatus(
  response: ServerResponse,
  code: number,
  reason: string,
  message: string,
  headers: Record<string, string> = {},
): void {
  sendJson(
    response,
    code,
    { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code },
    headers,
  );
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
