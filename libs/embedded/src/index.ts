export { startEmulator, type Emulator, type EmulatorOptions } from "./emulator.js";
export { lockHome, type HomeLock } from "./home-lock.js";
export { startPostgres, UNSAFE_FAST_SETTINGS, type Postgres, type PostgresOptions } from "./postgres.js";
