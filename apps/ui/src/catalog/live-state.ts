import { useSyncExternalStore } from "react";

export type LiveStateName = "connecting" | "live" | "offline";

let state: LiveStateName = "connecting";
const listeners = new Set<() => void>();

/** Says whether the change feed is followed. */
export function setLiveState(next: LiveStateName): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Whether the change feed is followed. */
export function useLiveState(): LiveStateName {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
