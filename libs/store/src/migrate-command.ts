import { migrate } from "./migrate.js";

const USAGE = `Usage: DATABASE_URL=postgresql://user:password@host:port/database npm run migrate

Brings the schema of a PostgreSQL 15 or newer up to date. Running it again changes nothing.`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(USAGE);
    return 0;
  }
  if (args.length > 0) {
    console.error(`Unknown argument ${args[0]}.\n\n${USAGE}`);
    return 1;
  }
  const url = process.env["DATABASE_URL"];
  if (!url || !/^postgres(ql)?:\/\//.test(url)) {
    console.error(`DATABASE_URL must be set to a postgresql:// URL.\n\n${USAGE}`);
    return 1;
  }
  try {
    const applied = await migrate(url);
    console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The schema is up to date.");
    return 0;
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    console.error(`Cannot migrate: ${message || code}`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
