import { stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { ConfigurationError } from "@binnacle/errors";
import type { Account } from "./account.js";
import { run } from "./run.js";

/**
 * PostgreSQL refuses to run as root, so root lends itself another account: the owner of existing data, else `postgres`,
 * which is made where it is missing. Everybody else runs it as himself.
 *
 * @throws ConfigurationError where root cannot make the account.
 */
export async function choosePostgresAccount(dataDirectory: string): Promise<Account> {
  if (process.getuid?.() !== 0) return { name: userInfo().username };
  const owner = await stat(dataDirectory).catch(() => undefined);
  if (owner && owner.uid !== 0) return { name: `of id ${owner.uid}`, ids: { uid: owner.uid, gid: owner.gid } };
  const ids = (await idsOf("postgres")) ?? (await createAccount("postgres"));
  return { name: "postgres", ids };
}

/** Whether `account` may enter `directory`, all folders above it included. */
export async function mayEnter(account: Account, directory: string): Promise<boolean> {
  const { code } = await run("/bin/sh", ["-c", 'cd "$1"', "sh", directory], { account });
  return code === 0;
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | undefined> {
  const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
  if (uid.code !== 0 || gid.code !== 0) return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}

/** `useradd` is what most systems have; `adduser -S` is BusyBox's. */
async function createAccount(name: string): Promise<{ uid: number; gid: number }> {
  const attempts: Array<[string, string[]]> = [
    ["useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false", name]],
    ["adduser", ["-S", "-D", "-H", "-s", "/bin/false", name]],
  ];
  const failures: string[] = [];
  for (const [program, args] of attempts) {
    const result = await run(program, args).catch((error: Error) => ({ code: null, output: error.message }));
    const ids = await idsOf(name);
    if (ids) return ids;
    failures.push(`${program}: ${result.output.trim()}`);
  }
  throw new ConfigurationError([
    `PostgreSQL does not run as root, and user ${name} can not be created (${failures.join("; ")}); start as another user or set DATABASE_URL`,
  ]);
}
