import { type EgressDependencies, referenceTo, type ResourceAddress } from "@binnacle/contract";

/** What one deployment calls, each once. */
export class EgressCalls {
  private readonly calls = new Map<string, { target: ResourceAddress; protocols: Set<string> }>();

  add(target: ResourceAddress, protocol: string): void {
    const key = `${target.type}\n${target.name}`;
    const known = this.calls.get(key);
    if (known) known.protocols.add(protocol);
    else this.calls.set(key, { target, protocols: new Set([protocol]) });
  }

  /** In one order, whatever the calls' was: what is unchanged is the same value. */
  value(): EgressDependencies {
    const calls = [...this.calls].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return {
      calls: calls.map(([, { target, protocols }]) => ({
        ...referenceTo(target),
        protocols: [...protocols].toSorted(),
      })),
    };
  }
}
