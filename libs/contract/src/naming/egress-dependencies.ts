import type { Reference } from "../json/index.js";

/** The value of an `EgressDependencies` reading. */
export interface EgressDependencies {
  /** By type and name. */
  calls: EgressCall[];
}

/** Something that is called: a service, a deployment, a database, a host. */
export interface EgressCall extends Reference {
  /** How: `http`, `grpc`, `postgresql`, `kafka` …, sorted. */
  protocols: string[];
}
