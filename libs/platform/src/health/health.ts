import { maskCredentials } from "../logging/mask-credentials.js";
import type { Metrics } from "../metrics/metrics.js";

/** Resolves when what it looks at is ready; the message of what it throws is the reason that `/readyz` gives. */
export type ReadinessCheck = (signal: AbortSignal) => Promise<unknown>;

export interface CheckResult {
  status: "ok" | "failed";
  reason?: string;
}

export interface Readiness {
  status: "ready" | "unavailable";
  /** Why the process as a whole is not ready, checks apart. */
  reason?: string;
  checks: Record<string, CheckResult>;
}

export interface Liveness {
  status: "ok";
  name: string;
  version: string;
  pid: number;
  /** When the process itself was started, as a canonical timestamp. */
  startedOn: string;
}

export interface HealthAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** The paths that every process answers, without the API's base path. */
export const HEALTH_PATHS = ["/healthz", "/readyz", "/metrics"] as const;

/** When this process was started, in canonical form; the same at every call. */
export const PROCESS_STARTED_ON = new Date(performance.timeOrigin).toISOString().replace("Z", "000Z");

const DEFAULT_TIMEOUT_MS = 2_000;

/** What a process says of itself. Not ready until `started` was called, nor after `stopping`. */
export class Health {
  private readonly checks = new Map<string, () => Promise<CheckResult>>();
  private phase: "starting" | "started" | "stopping" = "starting";

  constructor(
    private readonly identity: { name: string; version: string },
    private readonly metrics: Metrics,
  ) {}

  /** Adds a check to `/readyz`. One run at a time: a slow one is shared by those who ask meanwhile. */
  addReadinessCheck(name: string, check: ReadinessCheck, timeoutMs: number = DEFAULT_TIMEOUT_MS): void {
    let running: Promise<CheckResult> | undefined;
    this.checks.set(name, () => {
      running ??= runCheck(check, timeoutMs).finally(() => {
        running = undefined;
      });
      return running;
    });
  }

  started(): void {
    if (this.phase === "starting") this.phase = "started";
  }

  stopping(): void {
    this.phase = "stopping";
  }

  liveness(): Liveness {
    return { status: "ok", ...this.identity, pid: process.pid, startedOn: PROCESS_STARTED_ON };
  }

  async readiness(): Promise<Readiness> {
    const results = await Promise.all([...this.checks].map(async ([name, run]) => [name, await run()] as const));
    const ready = this.phase === "started" && results.every(([, { status }]) => status === "ok");
    return {
      status: ready ? "ready" : "unavailable",
      ...(this.phase === "started" ? {} : { reason: `the process is ${this.phase}` }),
      checks: Object.fromEntries(results),
    };
  }

  /** The HTTP answer to one of `HEALTH_PATHS`, whatever server it comes through. */
  async answer(path: (typeof HEALTH_PATHS)[number]): Promise<HealthAnswer> {
    if (path === "/metrics") {
      return { status: 200, contentType: this.metrics.contentType, body: await this.metrics.text() };
    }
    if (path === "/healthz") return json(200, this.liveness());
    const readiness = await this.readiness();
    return json(readiness.status === "ready" ? 200 : 503, readiness);
  }
}

async function runCheck(check: ReadinessCheck, timeoutMs: number): Promise<CheckResult> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const expired = new Promise<never>((_, reject) => {
    timeout.addEventListener("abort", () => reject(new Error(`no answer within ${timeoutMs} ms`)), { once: true });
  });
  try {
    // Within a promise, so that a check which throws leaves no `expired` behind that nobody handles.
    await Promise.race([Promise.resolve().then(() => check(timeout)), expired]);
    return { status: "ok" };
  } catch (error) {
    return { status: "failed", reason: maskCredentials(error instanceof Error ? error.message : String(error)) };
  }
}

function json(status: number, body: unknown): HealthAnswer {
  return { status, contentType: "application/json; charset=utf-8", body: JSON.stringify(body) };
}
