import { Controller, Get, Res } from "@nestjs/common";
import { HEALTH_PATHS, Health } from "./health.js";

/** The part of Fastify's reply that is used, so that processes without an API need no Fastify. */
interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

/** The health paths within a Nest HTTP application; a global prefix must exclude `HEALTH_PATHS`. */
@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get("healthz")
  healthz(@Res() reply: Reply): Promise<void> {
    return this.send("/healthz", reply);
  }

  @Get("readyz")
  readyz(@Res() reply: Reply): Promise<void> {
    return this.send("/readyz", reply);
  }

  @Get("metrics")
  metrics(@Res() reply: Reply): Promise<void> {
    return this.send("/metrics", reply);
  }

  private async send(path: (typeof HEALTH_PATHS)[number], reply: Reply): Promise<void> {
    const { status, contentType, body } = await this.health.answer(path);
    reply.status(status).header("content-type", contentType).header("cache-control", "no-store").send(body);
  }
}
