import { runCollector, SourceClient } from "@binnacle/collector";
import { createCollector } from "../src/collector.ts";
import { startSampleSource } from "./sample-source.ts";

// Prints what the collector makes of the sample source; with the address of a provider it publishes it there.
const sample = await startSampleSource();
await runCollector(createCollector(new SourceClient({ baseUrl: sample.url })), { intake: process.argv[2] });
sample.close();
