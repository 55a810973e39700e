/** Prints what happens, a short line each. */
export class Progress {
  private readonly startedAt = performance.now();

  constructor(private readonly output: NodeJS.WritableStream = process.stdout) {
    // The terminal may be gone before us.
    output.on("error", () => undefined);
  }

  say(line: string): void {
    const seconds = ((performance.now() - this.startedAt) / 1000).toFixed(1).padStart(5);
    this.output.write(`${seconds}s  ${line}\n`);
  }

  /** Without the time, for what is to be copied. */
  print(text: string): void {
    this.output.write(`${text}\n`);
  }
}
