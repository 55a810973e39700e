import {
  CollectorRunner,
  IntakePublisher,
  readVariables,
  runCollector,
  SourceClient,
  stderrLogger,
  variable,
} from "@binnacle/collector";
import { createCollector } from "./collector.ts";

const { SOURCE_URL, SOURCE_TOKEN, BINNACLE_URL, BINNACLE_TOKEN } = readVariables({
  SOURCE_URL: variable.url({ description: "where the source is asked" }),
  SOURCE_TOKEN: variable.secret({ default: null }),
  BINNACLE_URL: variable.url({ default: null }),
  BINNACLE_TOKEN: variable.secret({ default: null }),
});

const source = new SourceClient({
  baseUrl: SOURCE_URL,
  headers: SOURCE_TOKEN === null ? {} : { authorization: `Bearer ${SOURCE_TOKEN}` },
  credentials: "SOURCE_TOKEN",
});
const collector = createCollector(source);
const token = BINNACLE_TOKEN ?? undefined;

if (BINNACLE_URL === null || process.argv.includes("--once")) {
  // Without a catalog to publish to, the records are printed.
  const { outcome } = await runCollector(collector, { intake: BINNACLE_URL ?? undefined, token });
  process.exitCode = outcome === "failed" ? 1 : 0;
} else {
  const publisher = new IntakePublisher(BINNACLE_URL, token);
  const runner = new CollectorRunner({ publisher, logger: stderrLogger() }).add(collector);
  runner.start();
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, async () => {
      await runner.stop();
      await publisher.close();
    });
  }
}
