import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createDataSource } from "./data-source.js";

/** A message of PostgreSQL's protocol: its kind, its length, its fields. */
function message(kind: string, fields: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

const AUTHENTICATED = message("R", Buffer.alloc(4));
const READY = message("Z", Buffer.from("I"));
const TERMINATED = message(
  "E",
  Buffer.from("SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"),
);

describe(createDataSource.name, () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => socket.end(Buffer.concat([AUTHENTICATED, READY, TERMINATED])));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });

  afterAll(() => new Promise((closed) => server.close(closed)));

  it("survives a server that ends the session in the packet that opened it", async () => {
    const { port } = server.address() as AddressInfo;
    const url = `postgres://user:password@127.0.0.1:${port}/database`;
    const dataSource = createDataSource({ url, applicationName: "test" });
    await expect(dataSource.initialize()).rejects.toThrow(/terminat|not queryable|ended/i);
  });
});
