import { useSyncExternalStore } from "react";

export type LiveStateName = "connecting" | "live" | "offline";

let state: LiveStateName = "connecting";
let changedOn = 0;
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

/** Remembers that the catalog changed just now. */
export function noteChange(): void {
  changedOn = Date.now();
}

/** Whether the catalog is known to have changed after a time, in milliseconds since 1970. */
export function changedSince(time: number): boolean {
  return changedOn > time;
}
