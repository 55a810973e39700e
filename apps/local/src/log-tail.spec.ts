import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { LogTail } from "./log-tail.js";

describe(LogTail.name, () => {
  let folder: string;
  let file: string;
  let told: string[];
  let tail: LogTail;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "binnacle-tail-"));
    file = join(folder, "app.log");
    await writeFile(file, '{"level":"error","msg":"of an earlier run"}\n');
    told = [];
    tail = new LogTail(file, (line) => told.push(line));
  });
  afterEach(async () => {
    tail.close();
    await rm(folder, { recursive: true });
  });

  it("hands on warnings and worse, with their cause, and what is no JSON", async () => {
    await appendFile(
      file,
      [
        '{"level":"info","msg":"started"}',
        '{"level":"warn","msg":"slow"}',
        '{"level":"fatal","msg":"could not start","err":{"message":"no database"}}',
        "PORT must be an integer",
        "",
      ].join("\n"),
    );
    tail.read();
    expect(told).toEqual(["warn: slow", "fatal: could not start (no database)", "PORT must be an integer"]);
  });

  it("waits for the end of a line, also of one longer than what it reads at once", async () => {
    const long = "x".repeat(200_000);
    await appendFile(file, long.slice(0, 100_000));
    tail.read();
    expect(told).toEqual([]);
    await appendFile(file, `${long.slice(100_000)}\n`);
    tail.read();
    expect(told).toEqual([long]);
  });
});
