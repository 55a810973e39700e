import { ALL_SCOPES, NO_SCOPES, type Scopes } from "./scopes.js";

/** On whose behalf a request is made: the holder of a token, or everybody on this machine. */
export interface Principal {
  /** Unique among principals: limits are kept and audit rows are written by it. */
  name: string;
  scopes: Scopes;
  /** What its records come from where they do not say. */
  source?: string | undefined;
}

/** Everybody who reaches a provider without authentication, which listens on loopback only. */
export const LOCAL_PRINCIPAL: Principal = { name: "local", scopes: ALL_SCOPES };

/** Somebody without a token, who reaches public routes only. */
export const UNKNOWN_PRINCIPAL: Principal = { name: "anonymous", scopes: NO_SCOPES };

declare module "fastify" {
  interface FastifyRequest {
    /** Set before any handler runs. */
    principal: Principal;
    /** Whether the token would still be let through to the route: for answers that take long. `undefined` where none is needed. */
    mayGoOn: (() => Promise<boolean>) | undefined;
  }
}
