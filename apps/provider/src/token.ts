import "reflect-metadata";
import { runTokenCommand } from "./auth/tokens/token-command.js";

process.exitCode = runTokenCommand(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
