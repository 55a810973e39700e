/** Injection token of the store's `Database`. */
export const DATABASE = Symbol("Database");
