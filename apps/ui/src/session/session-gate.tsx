import { useSyncExternalStore, type ReactNode } from "react";
import { LoginPage } from "./login-page.js";
import { session } from "./session.js";

/** Shows the pages, or asks for a token where the provider wants one. */
export function SessionGate({ children }: { children: ReactNode }) {
  const isRefused = useSyncExternalStore(session.subscribe, () => session.isRefused);
  return isRefused ? <LoginPage /> : children;
}
