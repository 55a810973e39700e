import { afterEach, describe, expect, it } from "@jest/globals";
import { KubernetesApi, type StoredObject } from "../../testing/kubernetes-api.js";
import { configOf } from "./fixtures/shop.js";
import { KubernetesClient } from "./kubernetes.client.js";

const apis: KubernetesApi[] = [];
const { signal } = new AbortController();

afterEach(async () => {
  await Promise.all(apis.splice(0).map((api) => api.stop()));
});

describe(KubernetesClient.name, () => {
  it("reads a collection page by page", async () => {
    const { api, client } = await start(25);
    expect(await names(client)).toHaveLength(25);
    expect(api.requests.map((url) => new URL(url, api.url).searchParams.has("continue"))).toEqual([false, true, true]);
  });

  it("begins anew where the list took longer than the server remembers, and gives nothing twice", async () => {
    const { api, client } = await start(25);
    const seen: string[] = [];
    for await (const { items } of client.list<StoredObject>("/api/v1/pods", undefined, signal)) {
      if (seen.length === 0) {
        api.put("pods", podNamed("late"));
        api.compact();
      }
      seen.push(...items.map(({ metadata }) => metadata.name));
    }
    expect(seen.toSorted()).toEqual(["late", ...numbered(25)].toSorted());
  });

  it("gives up on a list whose beginning is forgotten again and again", async () => {
    const { api, client } = await start(25);
    for (let time = 0; time < 5; time++) api.failNext(/continue=/, 410, "Expired");
    await expect(names(client)).rejects.toMatchObject({ code: "KUBERNETES_API", status: 410 });
  });

  it.each([
    [429, "TooManyRequests"],
    [503, "ServiceUnavailable"],
  ])("tries again after %d, no earlier than it is told", async (code, reason) => {
    const { api, client } = await start(1);
    api.failNext(/pods/, code, reason, { "retry-after": "1" });
    const begin = performance.now();
    expect(await names(client)).toHaveLength(1);
    expect(performance.now() - begin).toBeGreaterThan(950);
  });

  it("tries again after an answer that was cut off, and one that is no JSON", async () => {
    const { api, client } = await start(1);
    api.answerNext(/pods/, (_, response) => {
      response.writeHead(200, { "content-length": "1000" }).write('{"items":[');
      setTimeout(() => response.destroy(), 5);
    });
    api.answerNext(/pods/, (_, response) => response.end('{"items":['));
    expect(await names(client)).toHaveLength(1);
    expect(api.requests).toHaveLength(3);
  });

  it("says in the API server's words why it is refused, without the token", async () => {
    const { api } = await start(1);
    const client = new KubernetesClient(configOf(api, { token: "0ld-t0ken" }), { pageSize: 10, timeoutMs: 5_000 });
    const error = await names(client).catch((error: unknown) => error as Error);
    expect(error).toMatchObject({
      code: "KUBERNETES_API",
      message: "GET /api/v1/pods: HTTP 401 Unauthorized Unauthorized",
    });
    expect(JSON.stringify(error)).not.toContain("0ld-t0ken");
    expect(api.requests).toHaveLength(1);
  });

  it("reads no more than it may of an answer that is too large", async () => {
    const { api } = await start(100);
    const client = new KubernetesClient(configOf(api), { pageSize: 100, timeoutMs: 5_000, maxBytes: 1_000 });
    await expect(names(client)).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(api.requests).toHaveLength(1);
  });

  it("waits no longer than its time for an answer", async () => {
    const { api } = await start(1);
    api.answerNext(/pods/, () => {});
    const client = new KubernetesClient(configOf(api), { pageSize: 10, timeoutMs: 50, retries: 0 });
    await expect(names(client)).rejects.toThrow("no answer within 50 ms");
  });

  it("ends at once when its run does", async () => {
    const { api, client } = await start(1);
    const run = new AbortController();
    api.answerNext(/pods/, () => run.abort(new Error("the process stops")));
    await expect(names(client, run.signal)).rejects.toThrow("the process stops");
  });

  it("says which server it could not reach", async () => {
    const { api, client } = await start(1);
    await api.stop();
    await expect(names(client)).rejects.toThrow("GET /api/v1/pods: ECONNREFUSED");
  });
});

async function start(pods: number): Promise<{ api: KubernetesApi; client: KubernetesClient }> {
  const api = await KubernetesApi.start({ pods: numbered(pods).map(podNamed) });
  apis.push(api);
  return { api, client: new KubernetesClient(configOf(api), { pageSize: 10, timeoutMs: 5_000, retryDelayMs: 1 }) };
}

async function names(client: KubernetesClient, ending = signal): Promise<string[]> {
  const found: string[] = [];
  for await (const { items } of client.list<StoredObject>("/api/v1/pods", undefined, ending)) {
    found.push(...items.map(({ metadata }) => metadata.name));
  }
  return found;
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `pod-${index}`);
}

function podNamed(name: string): StoredObject {
  return { metadata: { name, namespace: "shop", uid: `uid-of-${name}` } };
}
