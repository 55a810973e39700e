import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { IssuerOrigins } from "./issuer-origins.js";

describe(IssuerOrigins.name, () => {
  let server: Server;
  let requests = 0;

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  async function startIssuer(more: (issuer: string) => object | undefined): Promise<string> {
    requests = 0;
    server = createServer((_request, response) => {
      requests++;
      const metadata = more(issuer);
      response.setHeader("connection", "close");
      if (metadata === undefined) response.writeHead(503).end();
      else response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys`, ...metadata }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return issuer;
  }

  it("adds the token endpoint's, where that is another", async () => {
    const issuer = await startIssuer(() => ({ token_endpoint: "https://auth.example.com/oauth2/token" }));
    expect(await new IssuerOrigins(issuer).find()).toEqual([issuer, "https://auth.example.com"]);
  });

  it("names the issuer's once, and asks again after a while only", async () => {
    let now = 0;
    const issuer = await startIssuer((own) => ({ token_endpoint: `${own}/token` }));
    const origins = new IssuerOrigins(issuer, () => now);
    expect(await origins.find()).toEqual([issuer]);
    now = 599_999;
    await origins.find();
    expect(requests).toBe(1);
    now = 600_000;
    await origins.find();
    expect(requests).toBe(2);
  });

  it("goes by what it knows while the issuer does not answer", async () => {
    let now = 0;
    let isDown = false;
    const issuer = await startIssuer(() => (isDown ? undefined : { token_endpoint: "https://auth.example.com/token" }));
    const origins = new IssuerOrigins(issuer, () => now);
    const known = await origins.find();
    isDown = true;
    now = 700_000;
    expect(await origins.find()).toEqual(known);
    expect(await new IssuerOrigins(issuer, () => now).find()).toEqual([issuer]);
  });

  it("does not send pages to a token endpoint that others could listen to", async () => {
    const issuer = await startIssuer(() => ({ token_endpoint: "http://auth.example.com/token" }));
    expect(await new IssuerOrigins(issuer).find()).toEqual([issuer]);
  });
});
