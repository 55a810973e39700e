import { parseArgs } from "node:util";
import { IntakePublisher } from "@binnacle/collector";
import { sampleCatalog } from "./sample-catalog.js";

const USAGE = "Usage: npm run sample -- [--services N] [--intake http://127.0.0.1:3000]";

const { values } = parseArgs({
  options: {
    services: { type: "string", default: "60" },
    intake: { type: "string", default: "http://127.0.0.1:3000" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  console.log(
    `${USAGE}\nPublishes a made-up company's catalog through the intake, to see Binnacle with something in it.`,
  );
} else {
  const services = Number(values.services);
  if (!Number.isInteger(services) || services < 1) throw new Error(`--services must be a whole number. ${USAGE}`);
  // The publisher would wait for an outage to end.
  await fetch(new URL("/healthz", values.intake)).catch(() => {
    console.error(`Nothing answers at ${values.intake}: start it with npm start, or name where it is. ${USAGE}`);
    process.exit(1);
  });
  const records = sampleCatalog({ services, now: Date.now() });
  const publisher = new IntakePublisher(values.intake);
  const session = publisher.open("sample");
  for (const record of records) await session.publish(record);
  const report = await session.flush();
  await publisher.close();
  console.log(`${services} services as ${records.length} records:`, JSON.stringify(report));
}
