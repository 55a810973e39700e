import type { Collector } from "@binnacle/collector";
import type { Receiver } from "../receiving/receiver.js";

/** A source that the configuration can name. `O` is the class that describes and validates its `options`. */
export type SourceModule<O extends object = object> = CollectingModule<O> | ReceivingModule<O>;

interface ConfiguredModule<O extends object> {
  /** Validated with class-validator; unknown keys are faults. Property initializers are the defaults. */
  readonly options: new () => O;
}

/** A source that fetches, by a schedule. */
export interface CollectingModule<O extends object = object> extends ConfiguredModule<O> {
  /** Must not do any work yet: a bad configuration stops the process before anything runs. */
  create(options: O): Collector;
}

/** A source that is handed what happens, as long as the process runs. */
export interface ReceivingModule<O extends object = object> extends ConfiguredModule<O> {
  /** Must not do any work yet. */
  receive(options: O): Receiver;
}

/** Sources by what `use` says in the configuration, each loaded when it is asked for. */
export type SourceModules = Readonly<Record<string, () => Promise<SourceModule>>>;
