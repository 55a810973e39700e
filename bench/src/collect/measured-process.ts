import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

/** What a process took that ran to its end. */
export interface MeasuredProcess {
  /** What it said on standard error. */
  said: string;
  /** The most memory that it held at a time; `NaN` where the system does not tell. */
  peakBytes: number;
}

const LOOK_EVERY_MS = 20;

/** Runs a script of Node's to its end. What it prints is thrown away. */
export async function runMeasured(
  script: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<MeasuredProcess> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let peakBytes = Number.NaN;
  const timer = setInterval(() => (peakBytes = peakOf(child.pid!) ?? peakBytes), LOOK_EVERY_MS);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number];
  clearInterval(timer);
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${said}`);
  return { said, peakBytes };
}

/** Linux keeps the high-water mark; elsewhere, and once the process is gone, there is none. */
function peakOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
  } catch {
    return undefined;
  }
}
