import type { Metrics } from "./metrics.js";

/** Connections to the database. */
export interface PoolUse {
  /** As many as may be open. */
  most: number;
  open: number;
  /** Open, and free to be taken. */
  idle: number;
  /** Who waits for one. */
  waiting: number;
}

/** Tells Prometheus how a process's pools of connections to the database are used. */
export function watchPools(metrics: Metrics, pools: Record<string, () => PoolUse>): void {
  metrics.gauge({
    name: "binnacle_database_connections",
    help: "Connections to the database, by pool and state: used, idle",
    labels: ["pool", "state"],
    collect: (gauge) => {
      for (const [pool, use] of Object.entries(pools)) {
        const { open, idle } = use();
        gauge.set({ pool, state: "used" }, open - idle);
        gauge.set({ pool, state: "idle" }, idle);
      }
    },
  });
  metrics.gauge({
    name: "binnacle_database_connections_most",
    help: "Connections to the database that may be open",
    labels: ["pool"],
    collect: (gauge) => {
      for (const [pool, use] of Object.entries(pools)) gauge.set({ pool }, use().most);
    },
  });
  metrics.gauge({
    name: "binnacle_database_connections_waiting",
    help: "Statements and transactions that wait for a connection: the pool is exhausted",
    labels: ["pool"],
    collect: (gauge) => {
      for (const [pool, use] of Object.entries(pools)) gauge.set({ pool }, use().waiting);
    },
  });
}
