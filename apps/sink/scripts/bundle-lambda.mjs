/**
 * Makes `dist/bundle/lambda.mjs` of the built sink: all that the function needs, in one file. From `dist`, since esbuild does
 * not emit the metadata of decorators that TypeORM and class-validator read.
 */
import { join } from "node:path";
import { build } from "esbuild";

const SINK = join(import.meta.dirname, "..");

if (process.argv.length > 2) {
  console.log(
    "Usage: npm run bundle:lambda\nMakes apps/sink/dist/bundle/lambda.mjs, all of the sink as an AWS Lambda function in one file.",
  );
  process.exit(process.argv[2] === "--help" ? 0 : 1);
}

/** TypeORM and pg try to load these and do without: drivers of other databases, loggers, a native client. */
const ABSENT = [
  "@google-cloud/spanner",
  "@sap/hana-client",
  "@sap/hana-client/*",
  "better-sqlite3",
  "expo-sqlite",
  "ioredis",
  "mongodb",
  "mssql",
  "mysql",
  "mysql2",
  "oracledb",
  "pg-native",
  "pg-query-stream",
  "react-native-sqlite-storage",
  "redis",
  "sql.js",
  "sqlite3",
  "typeorm-aurora-data-api-driver",
];

const { metafile } = await build({
  entryPoints: { lambda: join(SINK, "dist", "lambda.js") },
  outdir: join(SINK, "dist", "bundle"),
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node22",
  format: "esm",
  minify: true,
  // Errors and tables are known by the names of their classes.
  keepNames: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  external: ABSENT,
  // Packages in CommonJS require Node.js's own modules.
  banner: { js: 'import{createRequire as requireFrom}from"node:module";const require=requireFrom(import.meta.url);' },
});
const [{ bytes }] = Object.values(metafile.outputs);
console.log(`apps/sink/dist/bundle/lambda.mjs: ${(bytes / 1024 / 1024).toFixed(2)} MiB`);
