import { spawnSync } from "node:child_process";

/** A program that some machines have and some have not. */
export interface Program {
  /** What it is called to readers: `Java 17`. */
  title: string;
  /** Where it may be found; the first that will do is taken. */
  commands: string[];
  /** Arguments with which it ends with 0 if it is what is wanted. */
  probe: string[];
  /** What it then prints. */
  prints?: (output: string) => boolean;
}

/** The command of a program on this machine; `undefined` if it has none that will do. */
export function installed({ commands, probe, prints = () => true }: Program): string | undefined {
  return commands.find((command) => {
    const { status, stdout } = spawnSync(command, probe, { encoding: "utf8" });
    return status === 0 && prints(stdout);
  });
}
