import { connect } from "node:net";
import { readAddress } from "./address.js";
import { type NoAnswer, noAnswerWithin, reasonOf, type TcpAnswer } from "./answer.js";

/** Makes a connection and ends it; never throws. Nothing is sent, so that it may be any protocol. */
export function probeTcp(address: string, timeoutMs: number, stop: AbortSignal): Promise<TcpAnswer | NoAnswer> {
  const { host, port } = readAddress(address);
  const timeout = AbortSignal.timeout(timeoutMs);
  const begin = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal: AbortSignal.any([timeout, stop]) });
    socket.once("connect", () => {
      resolve({ latencyMs: performance.now() - begin });
      socket.end();
    });
    socket.on("error", (error) => {
      resolve({ failure: timeout.aborted ? noAnswerWithin(timeoutMs) : reasonOf(error) });
      socket.destroy();
    });
    // A server that speaks first is heard out and not answered.
    socket.resume();
  });
}
