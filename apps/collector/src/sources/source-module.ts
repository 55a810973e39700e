import type { Collector } from "@binnacle/collector";

/** A source that the configuration can name. `O` is the class that describes and validates its `options`. */
export interface SourceModule<O extends object = object> {
  /** What `use` says in the configuration. */
  readonly use: string;
  /** Validated with class-validator; unknown keys are faults. Property initializers are the defaults. */
  readonly options: new () => O;
  /** Must not do any work yet: a bad configuration stops the process before anything runs. */
  create(options: O): Collector;
}
