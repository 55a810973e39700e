import { hostname, loadavg } from "node:os";
import { defineCollector, reading, resource, runCollector } from "@binnacle/collector";

const hosts = defineCollector({
  name: "my-team/hosts",
  schedule: "every 1m",
  async *collect() {
    const host = resource("Host", hostname());
    yield host;
    yield reading(host, "LoadAverage", { lastMinute: loadavg()[0] });
  },
});

await runCollector(hosts, { intake: process.argv[2] });
