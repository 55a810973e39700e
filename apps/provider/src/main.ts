import "reflect-metadata";
import { runApp } from "@binnacle/platform";
import { PROVIDER_APP } from "./provider-app.js";

await runApp(PROVIDER_APP);
