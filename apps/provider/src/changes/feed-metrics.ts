import type { Metrics } from "@binnacle/platform";

/** Why a stream ended: the reader left or was too slow, its token is good no longer, the database was restored, or the process ends. */
export type StreamEnd = "left" | "slow" | "revoked" | "rewound" | "stopping";

export interface FeedMetrics {
  sent(events: number): void;
  ended(reason: StreamEnd): void;
}

export function feedMetrics(metrics: Metrics, now: { streams: () => number; lagSeconds: () => number }): FeedMetrics {
  metrics.gauge({
    name: "binnacle_provider_change_streams",
    help: "Readers of the change feed",
    collect: (gauge) => gauge.set(now.streams()),
  });
  metrics.gauge({
    name: "binnacle_provider_change_lag_seconds",
    help: "Age of the oldest change that is stored and not sent: held up by a long transaction, or an absent database",
    collect: (gauge) => gauge.set(now.lagSeconds()),
  });
  const sent = metrics.counter({
    name: "binnacle_provider_change_events_total",
    help: "Events sent to readers of the change feed",
  });
  const ended = metrics.counter({
    name: "binnacle_provider_change_streams_ended_total",
    help: "Streams of the change feed that ended, by why: left, slow, revoked, rewound, stopping",
    labels: ["reason"],
  });
  return { sent: (events) => sent.inc(events), ended: (reason) => ended.inc({ reason }) };
}
