import type { OpenAPIObject } from "@nestjs/swagger";
import { startTestProvider } from "./start-test-provider.js";

/** The OpenAPI document as a provider serves it that was told nothing but what it must be told. */
export async function fetchDocument(): Promise<OpenAPIObject> {
  const provider = await startTestProvider({
    DATABASE_URL: "postgresql://nobody@127.0.0.1:9/none",
    BINNACLE_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:none",
  });
  try {
    return (await (await fetch(`${provider.origin}/openapi.json`)).json()) as OpenAPIObject;
  } finally {
    await provider.close();
  }
}
