import type { EgressDependencies, ResourceAddress } from "@binnacle/contract";
import { EgressCalls } from "../../egress/egress-calls.js";

/** A deployment that calls. */
export interface Caller {
  service: string;
  environment: string;
}

export interface CallWindowOptions {
  /** For how long something that was called counts as called. */
  windowMs: number;
  /** Deployments that are kept. */
  maxCallers: number;
  /** Targets and protocols that are kept of each. */
  maxCalls: number;
}

interface Seen {
  target: ResourceAddress;
  protocol: string;
  at: number;
}

interface Known {
  caller: Caller;
  at: number;
  calls: Map<string, Seen>;
}

/** Which deployments were heard of lately, and what each called; in bounded memory. Times are milliseconds of one clock. */
export class CallWindow {
  /** What there was no room for, since the beginning. */
  dropped = 0;
  private readonly callers = new Map<string, Known>();

  constructor(private readonly options: CallWindowOptions) {}

  /** A deployment was heard of, whatever it did. */
  heardOf(caller: Caller, now: number): void {
    const known = this.known(caller);
    if (known) known.at = now;
  }

  called(caller: Caller, target: ResourceAddress, protocol: string, now: number): void {
    const known = this.known(caller);
    if (!known) return;
    const key = `${target.type}\n${target.name}\n${protocol}`;
    const seen = known.calls.get(key);
    if (seen) seen.at = now;
    else if (known.calls.size < this.options.maxCalls) known.calls.set(key, { target, protocol, at: now });
    else this.dropped++;
  }

  /** What each deployment that was heard of within the window called within it. What is older is forgotten. */
  *current(now: number): Generator<{ caller: Caller; value: EgressDependencies }> {
    const since = now - this.options.windowMs;
    for (const [key, { caller, at, calls }] of this.callers) {
      if (at < since) {
        this.callers.delete(key);
        continue;
      }
      const lasting = new EgressCalls();
      for (const [call, seen] of calls) {
        if (seen.at < since) calls.delete(call);
        else lasting.add(seen.target, seen.protocol);
      }
      yield { caller, value: lasting.value() };
    }
  }

  private known(caller: Caller): Known | undefined {
    const key = JSON.stringify([caller.service, caller.environment]);
    const known = this.callers.get(key);
    if (known) return known;
    if (this.callers.size >= this.options.maxCallers) {
      this.dropped++;
      return undefined;
    }
    const added: Known = { caller, at: 0, calls: new Map() };
    this.callers.set(key, added);
    return added;
  }
}
