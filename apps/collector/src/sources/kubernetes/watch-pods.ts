import type { Logger } from "@binnacle/collector";
import { setTimeout as sleep } from "node:timers/promises";
import { isExpired, KubernetesApiError } from "./kubernetes-error.js";
import type { KubernetesClient } from "./kubernetes.client.js";
import type { Pod } from "./kubernetes.documents.js";

/** `listed`: all pods that there are, after the thread of events was lost. */
export type PodChange =
  | { type: "there"; pod: Pod }
  | { type: "gone"; pod: Pod }
  | { type: "listed"; uids: ReadonlySet<string> };

interface WatchOrder {
  client: KubernetesClient;
  path: string;
  labelSelector: string | undefined;
  resourceVersion: string;
  /** When to stop, in milliseconds since 1970. */
  until: number;
  signal: AbortSignal;
  logger: Logger;
}

/** API servers end a watch after five to ten minutes; asked for less, the end comes when both sides expect it. */
const LONGEST_WATCH_SECONDS = 240;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;

/**
 * What happens to the pods of a collection until the time is up. A watch that ends is begun again where it ended; one whose place the API server does not
 * remember any more (410 Gone) begins with a new list.
 * @throws KubernetesApiError if watching is not allowed
 */
export async function* watchPods(order: WatchOrder): AsyncGenerator<PodChange> {
  const { client, path, labelSelector, until, logger } = order;
  const signal = AbortSignal.any([order.signal, AbortSignal.timeout(Math.max(until - Date.now(), 0))]);
  let place: string | undefined = order.resourceVersion;
  let delayMs = FIRST_DELAY_MS;
  while (!signal.aborted) {
    try {
      place ??= yield* listAnew(client, path, labelSelector, signal);
      const seconds = Math.ceil(Math.max(Math.min((until - Date.now()) / 1_000, LONGEST_WATCH_SECONDS), 1));
      const query: { labelSelector: string | undefined; resourceVersion: string } = {
        labelSelector,
        resourceVersion: place,
      };
      for await (const { type, object } of client.watch<Pod>(path, query, seconds, signal)) {
        place = object.metadata?.resourceVersion ?? place;
        delayMs = FIRST_DELAY_MS;
        if (type !== "BOOKMARK") yield { type: type === "DELETED" ? "gone" : "there", pod: object };
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof KubernetesApiError && !isExpired(error)) throw error;
      logger.info({ err: error }, isExpired(error) ? "the watch lost its place; listing anew" : "the watch broke off");
      if (isExpired(error)) place = undefined;
    }
    // Also after an end in peace: an API server that ends every watch at once would be asked without a pause.
    await sleep(delayMs, undefined, { signal }).catch(() => {});
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
  }
}

async function* listAnew(
  client: KubernetesClient,
  path: string,
  labelSelector: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<PodChange, string> {
  const uids = new Set<string>();
  let resourceVersion = "";
  for await (const page of client.list<Pod>(path, labelSelector, signal)) {
    for (const pod of page.items) {
      uids.add(pod.metadata?.uid ?? "");
      yield { type: "there", pod };
    }
    ({ resourceVersion } = page);
  }
  yield { type: "listed", uids };
  return resourceVersion;
}
