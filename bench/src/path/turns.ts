/** Milliseconds. */
export interface Turns {
  /** In CPU time. */
  longest: number;
  /** The longest, what fell to collections of garbage apart. */
  longestOwn: number;
  /** How many took more than {@link LIMIT_MS}; collections apart. */
  overLimit: number;
  overLimitOwn: number;
  /** How many took more than half a millisecond. */
  noted: number;
  /** CPU time of all. */
  total: number;
  /** The longest pause for collecting what is young and what is old, by the clock. */
  longestMinor: number;
  longestMajor: number;
}

export interface TurnsAnswer {
  type: "turns";
  turns: Turns;
}

export const TURNS_REQUEST = "turns";
export const LIMIT_MS = 20;
