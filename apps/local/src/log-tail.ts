import { closeSync, openSync, readSync, statSync } from "node:fs";

const INTERVAL_MS = 250;
const CHUNK_BYTES = 64 * 1024;
const WORTH_TELLING = new Set(["warn", "error", "fatal"]);

/**
 * Follows a log file and hands on what an operator should see: warnings and up of JSON lines, and lines that are no JSON
 * at all. The apps write to their files themselves, so that nothing is lost and no pipe breaks when this process dies.
 */
export class LogTail {
  private position: number;
  private rest = "";
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly path: string,
    private readonly tell: (line: string) => void,
  ) {
    this.position = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    this.timer = setInterval(() => this.read(), INTERVAL_MS);
  }

  /** Hands on what is there by now. */
  read(): void {
    const size = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
    if (size <= this.position) return;
    const file = openSync(this.path, "r");
    try {
      const buffer = Buffer.alloc(CHUNK_BYTES);
      for (let length = -1; length !== 0;) {
        length = readSync(file, buffer, 0, CHUNK_BYTES, this.position);
        this.position += length;
        this.take(buffer.toString("utf8", 0, length));
      }
    } finally {
      closeSync(file);
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.read();
  }

  private take(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) {
      const shown = describe(line);
      if (shown !== undefined) this.tell(shown);
    }
  }
}

function describe(line: string): string | undefined {
  if (!line.startsWith("{")) return line.trim() === "" ? undefined : line;
  try {
    const { level, msg, err } = JSON.parse(line) as { level?: string; msg?: string; err?: { message?: string } };
    if (!WORTH_TELLING.has(level ?? "")) return undefined;
    return `${level}: ${msg ?? ""}${err?.message === undefined ? "" : ` (${err.message})`}`;
  } catch {
    return line;
  }
}
