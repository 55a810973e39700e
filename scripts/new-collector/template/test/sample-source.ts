import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A local server that answers as the source does, with what is in fixtures/. */
export async function startSampleSource() {
  const services = await readFile(new URL("../fixtures/services.json", import.meta.url));
  const server = createServer((request, response) => {
    const isKnown = request.url === "/services";
    response.writeHead(isKnown ? 200 : 404, { "content-type": "application/json" });
    response.end(isKnown ? services : "{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
