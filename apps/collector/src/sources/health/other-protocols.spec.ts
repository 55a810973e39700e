import { afterEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector } from "@binnacle/collector";
import { validateConfiguration } from "@binnacle/platform";
import {
  type GrpcObject,
  loadPackageDefinition,
  type sendUnaryData,
  Server as GrpcServer,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceClientConstructor,
  status,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { HealthCollector } from "./health.collector.js";
import { HealthOptions } from "./health.options.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const stops: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

describe("a target that is asked by gRPC's health checking protocol", () => {
  it("is up while it serves, as a whole and each of its services", async () => {
    const grpc = await startGrpc({ "": "SERVING", "orders.v1.Orders": "NOT_SERVING", new: "UNKNOWN" });
    expect(await check({ grpc })).toEqual({ status: "up", url: `grpc://${grpc}`, latencyMs: expect.any(Number) });
    expect(await check({ grpc, grpcService: "orders.v1.Orders" })).toEqual({
      status: "down",
      url: `grpc://${grpc}/orders.v1.Orders`,
      latencyMs: expect.any(Number),
      message: "NOT_SERVING",
    });
    expect(await check({ grpc, grpcService: "new" })).toMatchObject({ status: "down", message: "UNKNOWN" });
  });

  it("is asked for services with names of any length", async () => {
    const long = "a".repeat(300);
    const grpc = await startGrpc({ [long]: "SERVING" });
    expect(await check({ grpc, grpcService: long })).toMatchObject({ status: "up" });
  });

  it("is down if it does not know the service, or the protocol, or is not there", async () => {
    const grpc = await startGrpc({});
    expect(await check({ grpc, grpcService: "nobody" })).toMatchObject({
      status: "down",
      message: "NOT_FOUND: unknown service",
    });
    const other = await startGrpc(undefined);
    expect(await check({ grpc: other })).toMatchObject({
      status: "down",
      message: expect.stringMatching(/^UNIMPLEMENTED: /),
    });
    expect(await check({ grpc: await unusedAddress() })).toMatchObject({ status: "down", message: "ECONNREFUSED" });
  });

  it("is down if it does not answer in time", async () => {
    const grpc = await listen(() => {});
    expect(await check({ grpc }, "100ms")).toMatchObject({ status: "down", message: "no answer within 100 ms" });
  });

  it("is not taken for well when it speaks something else", async () => {
    const grpc = await listen((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    expect(await check({ grpc })).toMatchObject({ status: "down" });
  });
});

describe("a target that is asked for a connection", () => {
  it("is up while it accepts one, and is sent nothing", async () => {
    const received: string[] = [];
    const ended = Promise.withResolvers<void>();
    const tcp = await listen((socket) => {
      socket.on("data", (chunk) => received.push(chunk.toString())).on("end", () => ended.resolve());
      socket.end("220 mail.example.com ESMTP\r\n");
    });
    expect(await check({ tcp })).toEqual({ status: "up", url: `tcp://${tcp}`, latencyMs: expect.any(Number) });
    await ended.promise;
    expect(received).toEqual([]);
  });

  it("is down while nobody listens there", async () => {
    expect(await check({ tcp: await unusedAddress() })).toMatchObject({ status: "down", message: "ECONNREFUSED" });
    expect(await check({ tcp: "no-such-host.invalid:1" })).toMatchObject({
      status: "down",
      message: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN|no answer)/),
    });
  });

  it("may have a host that is an IPv6 address", async () => {
    const port = (await listen(() => {}, "::1")).split(":").at(-1);
    expect(await check({ tcp: `[::1]:${port}` })).toMatchObject({ status: "up", url: `tcp://[::1]:${port}` });
  });
});

describe("the configuration of a target", () => {
  it.each([
    [{}, "targets[0] must have one of url, tcp and grpc"],
    [{ tcp: "a:1", grpc: "a:1" }, "targets[0] must have one of url, tcp and grpc"],
    [{ tcp: "a:1", grpcService: "b" }, "targets[0]: grpcService and grpcTls go with grpc"],
    [{ tcp: "a:70000" }, "targets[0]: there is no port 70000"],
    [{ tcp: "a" }, "options: targets[0].tcp must be host:port, an IPv6 address in brackets"],
  ])("is refused if it is %j", (target, fault) => {
    expect(() => collectorOf(target)).toThrow(fault);
  });
});

function collectorOf(target: object, timeout = "10s"): HealthCollector {
  const targets = [{ service: "orders", environment: "test", instance: "1", ...target }];
  return new HealthCollector(validateConfiguration(HealthOptions, { targets, timeout }, "options"));
}

async function check(target: object, timeout?: string): Promise<unknown> {
  const publisher = new InMemoryPublisher();
  await runCollector(collectorOf(target, timeout), { publisher, logger: quiet });
  return publisher.records.flatMap((record) =>
    record.kind === "reading" && record.type === "HealthCheck" ? [record.value] : [],
  )[0];
}

/** A real server with these statuses, by service; `undefined`: one without the protocol. */
async function startGrpc(statuses: Record<string, string> | undefined): Promise<string> {
  const server = new GrpcServer();
  const loaded = loadPackageDefinition(
    loadSync(join(import.meta.dirname, "fixtures/health.proto"), { enums: String, defaults: true }),
  );
  const { Health } = ((loaded["grpc"] as GrpcObject)["health"] as GrpcObject)["v1"] as GrpcObject;
  if (statuses !== undefined) {
    server.addService((Health as ServiceClientConstructor).service, {
      Check({ request }: ServerUnaryCall<{ service: string }, object>, answer: sendUnaryData<object>) {
        const found = statuses[request.service];
        if (found === undefined) answer({ code: status.NOT_FOUND, details: "unknown service" });
        else answer(null, { status: found });
      },
    });
  }
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  stops.push(() => server.forceShutdown());
  return `127.0.0.1:${port}`;
}

async function listen(onConnection: (socket: Socket) => void, host = "127.0.0.1"): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return `${host}:${(server.address() as AddressInfo).port}`;
}

/** Where nobody listens any more. */
async function unusedAddress(): Promise<string> {
  const address = await listen(() => {});
  await stops.pop()!();
  return address;
}
