import { Catalog1763800000000 } from "./1763800000000-catalog.js";

/** Every migration, oldest first. Append only: a landed migration never changes. */
export const MIGRATIONS = [Catalog1763800000000];
