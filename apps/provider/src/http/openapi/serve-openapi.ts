import type { NestFastifyApplication } from "@nestjs/platform-fastify";
import { SwaggerModule } from "@nestjs/swagger";
import { describeApi } from "./describe-api.js";

/** `/openapi.json`, and a reader for it at `/docs` that needs nothing from elsewhere. */
export function serveOpenApi(app: NestFastifyApplication, version: string): void {
  // Made when it is first asked for: most processes are never asked.
  SwaggerModule.setup("docs", app, () => describeApi(app, version), {
    jsonDocumentUrl: "openapi.json",
    raw: ["json"],
    customSiteTitle: "Binnacle API",
  });
}
