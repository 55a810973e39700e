import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import { SinkProcess } from "../path/sink-process.js";
import { awsEnvironment, type Messaging } from "./server-process.js";

const RECEIPTS = 200;
const PATIENCE_MS = 60_000;

export interface MakeReceiptsOptions {
  /** Of the provider. */
  origin: string;
  databaseUrl: string;
  messaging: Messaging & { queueUrl: string };
  /** A message to hand in. */
  bodyOf: (number: number) => string;
}

/** Hands messages to the intake, and has a sink say what became of them; gives the ids of the receipts. */
export async function makeReceipts({ origin, databaseUrl, messaging, bodyOf }: MakeReceiptsOptions): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 0; number < RECEIPTS; number++) {
    const { body } = await request(`${origin}/api/v1/records`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: bodyOf(number),
    });
    ids.push(((await body.json()) as { receiptId: string }).receiptId);
  }
  const sink = await SinkProcess.start({
    ...awsEnvironment(messaging),
    BINNACLE_QUEUE_URL: messaging.queueUrl,
    DATABASE_URL: databaseUrl,
  });
  try {
    for (const id of ids) await settled(origin, id);
  } finally {
    await sink.stop();
  }
  return ids;
}

async function settled(origin: string, id: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const { body } = await request(`${origin}/api/v1/receipts/${id}`);
    const { items } = (await body.json()) as { items: { outcome: string }[] };
    if (items.every(({ outcome }) => outcome !== "pending")) return;
    await sleep(50);
  }
  throw new Error(`the sink did not say in ${PATIENCE_MS / 1000} s what became of a message`);
}
