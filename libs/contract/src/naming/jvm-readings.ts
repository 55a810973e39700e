import type { Timestamp } from "../time/timestamp.js";

/** The value of a `JvmRuntime` reading: what stays while the virtual machine runs. */
export interface JvmRuntime {
  vm: { name?: string; vendor?: string; version?: string };
  /** Of Java, as `17.0.15`. */
  javaVersion?: string;
  startedOn?: Timestamp;
  /** What the heap may grow to, in bytes. */
  maxHeapBytes?: number;
  /** Processors that it sees. */
  processors?: number;
  /** The names of its collectors, sorted. */
  garbageCollectors: string[];
  /** As it was started, in order; values that may be secrets are `***`. */
  arguments?: string[];
  /** Selected system properties. */
  parameters: Record<string, string>;
}

/** The value of a `JvmSample` reading: how the virtual machine is doing; bytes, and totals since its start. */
export interface JvmSample {
  heap: JvmMemory;
  nonHeap?: JvmMemory;
  /** By collector: how many collections, and how long they took together, in milliseconds. */
  garbageCollection: Record<string, { collections: number; milliseconds: number }>;
  threads?: number;
  loadedClasses?: number;
  /** From 0 to 1, of all processors. */
  processCpu?: number;
}

export interface JvmMemory {
  usedBytes: number;
  committedBytes?: number;
  maxBytes?: number;
}
