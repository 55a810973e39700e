import { runDeadLetterCommand } from "./dead-letters/dead-letter-command.js";

process.exitCode = await runDeadLetterCommand(process.argv.slice(2), process.env, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
