import { Inject, Injectable, Module, type OnApplicationShutdown, type OnModuleDestroy } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { describe, expect, it } from "@jest/globals";
import { WorkerEnvironment } from "../configuration/environments.js";
import { HEALTH_PATHS, Health } from "../health/health.js";
import { createLogger, type Logger } from "../logging/logger.js";
import { NestLogger } from "../logging/nest-logger.js";
import { Metrics } from "../metrics/metrics.js";
import { HealthModule, LOGGER, PlatformModule } from "./platform.module.js";
import type { AppContext } from "./run-app.js";

function context(): AppContext<WorkerEnvironment> {
  const metrics = new Metrics("sample");
  return {
    name: "sample",
    version: "1.2.3",
    environment: Object.assign(new WorkerEnvironment(), { HOST: "127.0.0.9" }),
    flags: {},
    logger: createLogger({ name: "sample", level: "silent" }),
    metrics,
    health: new Health({ name: "sample", version: "1.2.3" }, metrics),
    signal: new AbortController().signal,
    announce: () => undefined,
  };
}

const closed: string[] = [];

@Injectable()
class Connection implements OnApplicationShutdown {
  onApplicationShutdown(): void {
    closed.push("connection");
  }
}

@Module({ providers: [Connection], exports: [Connection] })
class StoreModule {}

@Injectable()
class Consumer implements OnModuleDestroy {
  constructor(
    readonly connection: Connection,
    readonly environment: WorkerEnvironment,
    readonly metrics: Metrics,
    @Inject(LOGGER) readonly logger: Logger,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    closed.push("consumer");
  }
}

@Module({ imports: [StoreModule], providers: [Consumer] })
class ConsumerModule {}

describe("PlatformModule", () => {
  it("makes environment, logger, metrics and health injectable", async () => {
    const given = context();
    @Module({ imports: [PlatformModule.forApp(given), ConsumerModule] })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, { logger: new NestLogger(given.logger) });
    const consumer = app.get(Consumer, { strict: false });
    expect(consumer.environment.HOST).toBe("127.0.0.9");
    expect(consumer.logger).toBe(given.logger);
    expect(consumer.metrics).toBe(given.metrics);
    await app.close();
  });

  it("stops workers in onModuleDestroy before connections close in onApplicationShutdown", async () => {
    const given = context();
    // Deliberately in the wrong order: the hooks decide, not the order of imports.
    @Module({ imports: [ConsumerModule, StoreModule, PlatformModule.forApp(given)] })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, { logger: new NestLogger(given.logger) });
    closed.length = 0;
    await app.close();
    expect(closed).toEqual(["consumer", "connection"]);
  });
});

describe("HealthModule", () => {
  it("answers the health paths of a Fastify application without its base path", async () => {
    const given = context();
    @Module({ imports: [PlatformModule.forApp(given), HealthModule] })
    class AppModule {}
    const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
      logger: new NestLogger(given.logger),
    });
    app.setGlobalPrefix("api/v1", { exclude: [...HEALTH_PATHS] });
    await app.listen(0, "127.0.0.1");
    const origin = await app.getUrl();
    const ready = await fetch(`${origin}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { reason: "the process is starting" }]);
    given.health.started();
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    const alive = await fetch(`${origin}/healthz`);
    expect([alive.headers.get("content-type"), await alive.json()]).toMatchObject([
      "application/json; charset=utf-8",
      { name: "sample", version: "1.2.3" },
    ]);
    expect(await (await fetch(`${origin}/metrics`)).text()).toContain("process_start_time_seconds");
    expect((await fetch(`${origin}/api/v1/healthz`)).status).toBe(404);
    await app.close();
  });
});
