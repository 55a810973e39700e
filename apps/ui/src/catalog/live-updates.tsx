import { useEffect } from "react";
import { client } from "./client.js";
import { noteChange, setLiveState } from "./live-state.js";
import { endSessionIfRefused, queryClient } from "./query-client.js";

/** Changes come in bursts: what they concern is asked for again once a burst is over, and no more often than this. */
const SETTLE_MS = 1000;
const RETRY_MS = 10_000;

/**
 * Follows the change feed and has what is shown asked for again when something changed. Queries that are not on the page are only
 * marked as old, so that thousands of changes cost no more than a few requests.
 */
export function LiveUpdates() {
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isLost = false;
    const refresh = (): void => {
      noteChange();
      timer ??= setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries();
      }, SETTLE_MS);
    };
    const follow = async (): Promise<void> => {
      const feed = client.changes({
        signal: stop.signal,
        onConnect: () => {
          // What failed meanwhile, or was not heard of, is asked for again.
          if (isLost) refresh();
          isLost = false;
          setLiveState("live");
        },
        onDisconnect: () => {
          isLost = true;
          setLiveState("offline");
        },
      });
      for await (const _event of feed) refresh();
    };
    const keepFollowing = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        await follow().catch((error: unknown) => {
          endSessionIfRefused(error);
          isLost = true;
          setLiveState("offline");
        });
        await new Promise((resume) => setTimeout(resume, RETRY_MS));
      }
    };
    void keepFollowing();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, []);

  return null;
}
