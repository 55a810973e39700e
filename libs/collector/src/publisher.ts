import type { CatalogRecord } from "@binnacle/contract";

/** Where a collector's records go. Implemented over SNS in `@binnacle/messaging`. */
export interface Publisher {
  /** Starts a session whose records travel under one source name. */
  open(source: string): PublishSession;
  /** Flushes every open session, then refuses further records. */
  close(): Promise<void>;
}

export interface PublishSession {
  /** Takes one record; resolves once there is room for the next, so that a slow topic slows its collector. */
  publish(record: CatalogRecord): Promise<void>;
  /** Sends all that was taken so far; reports on everything since the session opened or was last flushed. */
  flush(): Promise<PublishReport>;
}

export interface PublishReport {
  /** Records that SNS confirmed. */
  published: number;
  messages: number;
  /** Bytes of the confirmed messages' bodies. */
  bytes: number;
  /** Every record that could not be sent, with the reason. */
  failed: PublishFailure[];
}

export interface PublishFailure {
  record: CatalogRecord;
  /** SNS's error code, or `TOO_LARGE`. */
  code: string;
  detail: string;
}

/** The report of a session that was handed nothing. */
export function emptyPublishReport(): PublishReport {
  return { published: 0, messages: 0, bytes: 0, failed: [] };
}
