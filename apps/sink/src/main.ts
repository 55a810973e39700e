import { runApp } from "@binnacle/platform";
import { SinkEnvironment } from "./sink-environment.js";
import { startSink } from "./start-sink.js";

await runApp({
  name: "sink",
  description: "consumes the queue and persists what it holds: one batch, one transaction",
  packageFile: new URL("../package.json", import.meta.url),
  environment: SinkEnvironment,
  // What the consumer may take to finish its batch, and a little more to close the database.
  closeTimeoutMs: 12_000,
  start: startSink,
});
