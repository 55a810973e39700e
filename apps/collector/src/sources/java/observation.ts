import type { JvmRuntime, JvmSample, Timestamp } from "@binnacle/contract";
import type { Callee } from "../../egress/call-targets.js";

/** What was read off one virtual machine. */
export interface Observation {
  runtime: JvmRuntime;
  /** `undefined`: it does not tell. */
  sample: JvmSample | undefined;
  sampledOn: Timestamp;
  /** `undefined`: it does not tell what it calls. */
  callees: { callee: Callee; protocol: string }[] | undefined;
}
