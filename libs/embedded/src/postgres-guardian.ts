import { spawn } from "node:child_process";

/**
 * Waits for the end of its input, which comes when the process that holds the other end is gone, however it died. Then
 * it stops the server, if that still is the one it was started for, and removes the data of a temporary one.
 */
const SCRIPT = `
while read -r line; do :; done
read -r pid < "$1/postmaster.pid" && [ "$pid" = "$2" ] && kill -INT "$pid"
if [ "$3" = remove ]; then
  tries=0
  while [ -e "$1/postmaster.pid" ] && [ "$tries" -lt 300 ]; do sleep 0.1; tries=$((tries + 1)); done
  rm -rf "$1"
fi`;

/**
 * Starts a shell that stops the PostgreSQL server `pid` on `directory` when this process dies without having done so.
 * It sits in a session of its own, where no signal of the terminal or to the process group reaches it.
 */
export function startGuardian(directory: string, pid: number, temporary: boolean): void {
  const guardian = spawn(
    "/bin/sh",
    ["-c", SCRIPT, "binnacle-guardian", directory, String(pid), temporary ? "remove" : "keep"],
    {
      cwd: "/",
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    },
  );
  // Without a guardian the server still is stopped, by the next start.
  guardian.on("error", () => undefined);
  guardian.stdin?.on("error", () => undefined);
  guardian.unref();
  (guardian.stdin as { unref?: () => void } | null)?.unref?.();
}
