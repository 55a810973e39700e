import pg from "pg";

/**
 * A client whose lost connection never ends the process. A pool hands a client over before TypeORM can listen to it: a server
 * that ends the session in the very packet that opened it raised an `error` that nobody heard. The next query fails all the same.
 */
export class EnduringClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on("error", () => undefined);
  }
}
