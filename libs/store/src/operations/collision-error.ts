import { BinnacleError } from "@binnacle/errors";

/** Two writers met; the transaction is rolled back and run again at once. Never leaves the store. */
export class CollisionError extends BinnacleError {
  constructor(message: string, options?: ErrorOptions) {
    super("COLLISION", message, options);
  }
}
