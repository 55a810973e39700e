/** Collects the parameters of a statement whose conditions depend on what is asked for. */
export class BoundValues {
  readonly values: unknown[] = [];

  /** The placeholder that stands for `value`. */
  bind(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}
