import { TransientError } from "@binnacle/errors";
import { createConfiguration, HttpMethod, type KubeConfig, RequestContext } from "@kubernetes/client-node";
import { setTimeout as sleep } from "node:timers/promises";
import { BusyApiError, errorOfStatus, isExpired, KubernetesApiError } from "./kubernetes-error.js";
import type { KubernetesObject, ObjectList, WatchEvent } from "./kubernetes.documents.js";
import { linesOf, readText } from "./read-body.js";

export interface KubernetesClientOptions {
  pageSize: number;
  timeoutMs: number;
  retries?: number;
  retryDelayMs?: number;
  maxBytes?: number;
}

export interface ListPage<T> {
  items: T[];
  /** A watch begins here. */
  resourceVersion: string;
}

type Query = Record<string, string | undefined>;
type Answer = Awaited<ReturnType<KubernetesClient["send"]>>;

const MAX_RESTARTS = 3;
const LONGEST_DELAY_MS = 30_000;
/** Above the 5,000 objects of the largest page, each at 13 KB. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads the Kubernetes API. Of the client library it takes what is hard (who we are and where the cluster is, by kubeconfig, service account or a
 * plug-in for credentials) and its transport, and reads the answers itself: the library's models cost a pass over every field of every pod.
 */
export class KubernetesClient {
  private readonly transport = createConfiguration().httpApi;
  private readonly options: Required<KubernetesClientOptions>;

  constructor(
    private readonly config: KubeConfig,
    options: KubernetesClientOptions,
  ) {
    this.options = { retries: 3, retryDelayMs: 500, maxBytes: MAX_BYTES, ...options };
  }

  /** One object; `undefined` if it does not exist. */
  async get<T>(path: string, signal: AbortSignal): Promise<T | undefined> {
    try {
      return await this.getJson<T>(path, {}, signal);
    } catch (error) {
      if (error instanceof KubernetesApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /**
   * All objects of a collection, page by page. Where a list takes longer than the API server remembers its beginning (410 Gone), it begins anew, and
   * what was given before is not given again.
   */
  async *list<T extends KubernetesObject>(
    path: string,
    labelSelector: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<ListPage<T>> {
    const given = new Set<string>();
    let next: string | undefined;
    for (let restarts = 0; ;) {
      const query = { labelSelector, limit: String(this.options.pageSize), continue: next };
      let page: ObjectList<T>;
      try {
        page = await this.getJson<ObjectList<T>>(path, query, signal);
      } catch (error) {
        if (next === undefined || !isExpired(error) || restarts++ >= MAX_RESTARTS) throw error;
        next = undefined;
        continue;
      }
      const items = (page.items ?? []).filter(({ metadata }) => isNew(given, metadata?.uid));
      yield { items, resourceVersion: page.metadata?.resourceVersion ?? "" };
      next = page.metadata?.continue || undefined;
      if (next === undefined) return;
    }
  }

  /**
   * What happens in a collection after a resource version, until the API server ends the answer, which it does after `seconds`.
   * @throws KubernetesApiError, with 410 where that version is too old
   */
  async *watch<T extends KubernetesObject>(
    path: string,
    query: { labelSelector: string | undefined; resourceVersion: string },
    seconds: number,
    signal: AbortSignal,
  ): AsyncGenerator<Exclude<WatchEvent<T>, { type: "ERROR" }>> {
    // A connection that died unnoticed would be waited for without end.
    const limit = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1_000 + this.options.timeoutMs)]);
    const all = { ...query, watch: "true", allowWatchBookmarks: "true", timeoutSeconds: String(seconds) };
    const answer = await this.send(path, all, limit);
    await this.refuseFailure(answer, path);
    try {
      for await (const line of linesOf(answer.body, this.options.maxBytes)) {
        const event = JSON.parse(line) as WatchEvent<T>;
        if (event.type === "ERROR") throw errorOfStatus(`watch ${path}`, 500, JSON.stringify(event.object));
        yield event;
      }
    } catch (error) {
      if (error instanceof SyntaxError) throw new TransientError(`watch ${path}: the answer was cut off`);
      throw error;
    }
  }

  private async getJson<T>(path: string, query: Query, signal: AbortSignal): Promise<T> {
    const { retries, retryDelayMs } = this.options;
    for (let retry = 0; ; retry++) {
      try {
        return await this.getOnce<T>(path, query, signal);
      } catch (error) {
        if (!(error instanceof TransientError) || signal.aborted || retry >= retries) throw error;
        const wanted = error instanceof BusyApiError ? error.retryAfterMs : undefined;
        await sleep(Math.min(wanted ?? retryDelayMs * 2 ** retry, LONGEST_DELAY_MS), undefined, { signal });
      }
    }
  }

  private async getOnce<T>(path: string, query: Query, signal: AbortSignal): Promise<T> {
    const timeout = AbortSignal.timeout(this.options.timeoutMs);
    try {
      const answer = await this.send(path, query, AbortSignal.any([signal, timeout]));
      await this.refuseFailure(answer, path);
      return JSON.parse(await readText(answer.body, this.options.maxBytes)) as T;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (timeout.aborted) throw new TransientError(`GET ${path}: no answer within ${this.options.timeoutMs} ms`);
      if (error instanceof SyntaxError) throw new TransientError(`GET ${path}: the answer is no JSON, or was cut off`);
      throw error;
    }
  }

  private async send(path: string, query: Query, signal: AbortSignal) {
    const url = new URL(this.config.getCurrentCluster()!.server.replace(/\/+$/, "") + path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const request = new RequestContext(url.href, HttpMethod.GET);
    request.setHeaderParam("Accept", "application/json");
    request.setSignal(signal);
    await this.config.applySecurityAuthentication(request);
    try {
      const { httpStatusCode, headers, body } = await this.transport.send(request).toPromise();
      return { status: httpStatusCode, retryAfter: headers["retry-after"], body: body.stream() };
    } catch (error) {
      if (signal.aborted) throw error;
      throw new TransientError(`GET ${path}: ${reasonOf(error)}`, { cause: error });
    }
  }

  private async refuseFailure({ status, retryAfter, body }: Answer, path: string): Promise<void> {
    if (status === 200) return;
    throw errorOfStatus(`GET ${path}`, status, await readText(body, this.options.maxBytes), retryAfter);
  }
}

function isNew(given: Set<string>, uid: string | undefined): boolean {
  if (uid === undefined) return true;
  const size = given.size;
  return given.add(uid).size > size;
}

/** `fetch` says "fetch failed" and hides the reason in the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? String(error);
}
