import type { Random } from "../random.js";

/** Where the next sink shall die. */
export interface Crash {
  point: string;
  occurrence: number;
}

/** Deals crash points to sinks until each was hit so often: always the one with the fewest hits, those under way included. */
export class CrashPlan {
  private readonly hits: Map<string, number>;
  private readonly pending: Map<string, number>;

  constructor(
    private readonly points: readonly string[],
    private readonly target: number,
    private readonly random: Random,
  ) {
    this.hits = new Map(points.map((point) => [point, 0]));
    this.pending = new Map(this.hits);
  }

  get isDone(): boolean {
    return [...this.hits.values()].every((hits) => hits >= this.target);
  }

  next(): Crash | undefined {
    if (this.isDone) return undefined;
    const [point] = this.random
      .shuffled(this.points)
      .filter((name) => this.hits.get(name)! < this.target)
      .toSorted((a, b) => this.count(a) - this.count(b));
    this.pending.set(point!, this.pending.get(point!)! + 1);
    return { point: point!, occurrence: 1 + this.random.below(2) };
  }

  /** A sink ended, at its point or otherwise. */
  ended({ point }: Crash, wasHit: boolean): void {
    this.pending.set(point, this.pending.get(point)! - 1);
    if (wasHit) this.hits.set(point, this.hits.get(point)! + 1);
  }

  counts(): [point: string, hits: number][] {
    return [...this.hits];
  }

  private count(point: string): number {
    return this.hits.get(point)! + this.pending.get(point)!;
  }
}
