import { once } from "node:events";
import { createServer } from "node:net";
import { ConfigurationError } from "@binnacle/errors";
import getPort from "get-port";
import type { Settings } from "./settings.js";

/**
 * The port for the API: the one that was asked for, another where nobody asked and the default is taken.
 *
 * @throws ConfigurationError when the port that was asked for is taken.
 */
export async function chooseApiPort({ environment: { HOST, PORT }, isPortExplicit }: Settings): Promise<number> {
  if (!isPortExplicit) return getPort({ host: HOST, port: PORT });
  const probe = createServer().listen(PORT, HOST);
  try {
    await once(probe, "listening");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === "EADDRINUSE" ? "is in use" : `cannot be listened on (${code})`;
    throw new ConfigurationError([`PORT ${PORT} on HOST ${HOST} ${reason}`], { cause });
  }
  probe.close();
  await once(probe, "close");
  return PORT;
}

/** A port for a worker that must be known before it starts. */
export function chooseWorkerPort(): Promise<number> {
  return getPort({ host: "127.0.0.1" });
}
