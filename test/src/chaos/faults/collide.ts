import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { ChaosDatabase } from "../chaos-database.js";
import type { ChaosStack } from "../chaos-stack.js";
import type { Fault, Injection } from "../endure.js";

/** The rows that the sinks are at, in the order that no sink locks them in. */
const KEYS_BACKWARDS = `
SELECT resource_id, type FROM (
  SELECT s.resource_id, s.type FROM snapshot s JOIN resource r ON r.id = s.resource_id
  ORDER BY s.xmin::text::bigint DESC LIMIT 12
) AS latest ORDER BY resource_id DESC, type DESC`;

const RESET_SINKS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'binnacle-sink'";
const SERIALIZATION_FAILURE = "could not serialize access";
const DEADLOCK = "deadlock detected";
const DEADLOCK_CODE = "40P01";

/** Another writer locks rows the other way round; then the sinks run at an isolation level at which collisions are errors. */
export function collide(times: number): Fault {
  return { name: "deadlocks and serialization failures", inject: (stack) => provoke(stack, times) };
}

async function provoke(stack: ChaosStack, times: number): Promise<Injection[]> {
  const deadlocks = await provokeDeadlocks(stack.database, times);
  await setIsolation(stack.database, "SET default_transaction_isolation = 'repeatable read'");
  const failures = await awaitSerializationFailures(stack.database, times);
  await setIsolation(stack.database, "RESET default_transaction_isolation");
  return [
    { fault: "deadlock, with the sink as victim", times: deadlocks },
    { fault: "serialization failure", times: failures },
  ];
}

async function provokeDeadlocks(database: ChaosDatabase, times: number): Promise<number> {
  const before = await database.countInLog(DEADLOCK);
  for (let own = 0; ;) {
    const wasVictim = await database.withClient(lockBackwards);
    own += wasVictim ? 1 : 0;
    const ofSinks = (await database.countInLog(DEADLOCK)) - before - own;
    if (ofSinks >= times) return ofSinks;
  }
}

async function awaitSerializationFailures(database: ChaosDatabase, times: number): Promise<number> {
  const before = await database.countInLog(SERIALIZATION_FAILURE);
  for (;;) {
    await sleep(200);
    const count = (await database.countInLog(SERIALIZATION_FAILURE)) - before;
    if (count >= times) return count;
  }
}

/** Waits for longer than the sinks before it looks for a deadlock, so that mostly it is not the victim. Returns whether it was. */
async function lockBackwards(client: pg.Client): Promise<boolean> {
  await client.query("SET deadlock_timeout = '1s'");
  const { rows } = await client.query<{ resource_id: string; type: string }>(KEYS_BACKWARDS);
  await client.query("BEGIN");
  try {
    for (const { resource_id, type } of rows) {
      await client.query("SELECT FROM snapshot WHERE resource_id = $1 AND type = $2 FOR UPDATE", [resource_id, type]);
      await sleep(5);
    }
  } catch (error) {
    if ((error as pg.DatabaseError).code !== DEADLOCK_CODE) throw error;
    return true;
  } finally {
    await client.query("ROLLBACK");
  }
  return false;
}

/** Holds for new connections only. */
async function setIsolation(database: ChaosDatabase, change: string): Promise<void> {
  await database.query(`ALTER DATABASE binnacle ${change}`);
  await database.query(RESET_SINKS);
}
