import "reflect-metadata";
import { migrateDatabase } from "./migrate-database.js";

process.exitCode = await migrateDatabase(process.argv.slice(2), process.env, {
  tell: (line) => console.log(line),
  complain: (line) => console.error(line),
});
