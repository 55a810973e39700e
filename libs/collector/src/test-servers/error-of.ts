import { SourceError } from "../source-client/source-error.js";

/** The SourceError that work ends with. */
export async function errorOf(work: Promise<unknown>): Promise<SourceError> {
  const error = await work.catch((error: unknown) => error);
  if (error instanceof SourceError) return error;
  throw new Error(`no SourceError, but ${String(error)}`);
}
