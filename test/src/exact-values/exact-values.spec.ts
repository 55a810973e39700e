import { parseJson, resourceId } from "@binnacle/contract";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { RunningStack } from "../running-stack.js";
import { exactValues, refusedValues, repeatedKeys, type ExactValue } from "./values.js";

const VALUES = exactValues();
const REFUSED = refusedValues();
/** How records come in: by our SDK, by any AWS SDK, over HTTP. A door is the source and the Resource's name, too. */
type Door = "sdk" | "sns" | "intake";
const DOORS = ["sdk", "intake"] as const;

describe("a value on its whole way, through real processes", () => {
  let stack: RunningStack;

  beforeAll(async () => {
    stack = await RunningStack.start();
    await stack.startSink();
    for (const [type, { sent }] of Object.entries(VALUES)) await publish(type, sent, DOORS);
    await publish("RepeatedKeys", repeatedKeys().sent, ["sns", "intake"]);
    await stack.drained();
  }, 120_000);

  afterAll(() => stack.stop());

  async function publish(type: string, sent: string, doors: readonly Door[]): Promise<void> {
    if (doors.includes("sdk")) {
      const session = stack.publisher.open("sdk");
      await session.publish({
        kind: "reading",
        resource: { type: "Exact", name: "sdk" },
        type,
        value: parseJson(sent),
      });
      expect((await session.flush()).failed).toEqual([]);
    }
    if (doors.includes("sns")) await stack.publisher.publishMessage(messageOf("sns", type, sent));
    if (doors.includes("intake")) {
      expect(await post(messageOf("intake", type, sent))).toMatchObject({ accepted: 1, rejected: [] });
    }
  }

  async function post(body: string): Promise<{ accepted: number; rejected: unknown[] }> {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${stack.provider.url}/api/v1/records`, { method: "POST", headers, body });
    expect(response.status).toBe(202);
    return (await response.json()) as { accepted: number; rejected: unknown[] };
  }

  /** The text of the value, as it stands at the end of the answer. */
  async function readBack(door: string, type: string): Promise<string> {
    const text = await stack.read(`/resources/${resourceId("Exact", door)}/readings/${type}`);
    return text.slice(text.indexOf(',"value":') + ',"value":'.length, -1);
  }

  /** Megabytes are compared, not printed. */
  async function expectExact(door: string, type: string, { printed }: ExactValue): Promise<void> {
    const text = await readBack(door, type);
    if (printed.length < 2_000) expect(text).toBe(printed);
    else
      expect({ type, length: text.length, isExact: text === printed }).toEqual({
        type,
        length: printed.length,
        isExact: true,
      });
  }

  it.each(DOORS)("comes back exactly from the door %s", async (door) => {
    for (const [type, value] of Object.entries(VALUES)) await expectExact(door, type, value);
  });

  it("has of a key that occurs twice what came last", async () => {
    for (const door of ["sns", "intake"]) await expectExact(door, "RepeatedKeys", repeatedKeys());
  });

  it("is refused with code and path if it cannot be stored, and takes no neighbour along", async () => {
    for (const [type, { sent }] of Object.entries(REFUSED)) {
      await stack.publisher.publishMessage(messageOf(`refused/${type}`, type, sent, '{"neighbour":true}'));
    }
    await stack.drained();
    const { items } = JSON.parse(await stack.read("/rejections?limit=1000"));
    const found = items.map(({ source, code, path, count }: Record<string, unknown>) => ({
      source,
      code,
      path,
      count,
    }));
    const expected = Object.entries(REFUSED).map(([type, { code, path }]) => ({
      source: `refused/${type}`,
      code,
      path,
      count: 1,
    }));
    expect(found.toSorted(bySource)).toEqual(expected.toSorted(bySource));
    for (const type of Object.keys(REFUSED))
      expect(await readBack(`refused/${type}`, "Neighbour")).toBe('{"neighbour": true}');
  });

  it("is refused likewise by the intake, which answers it", async () => {
    for (const [type, { sent, code, path }] of Object.entries(REFUSED)) {
      const answer = await post(messageOf("intake", type, sent, "1"));
      expect({ type, ...answer }).toMatchObject({
        type,
        accepted: 1,
        rejected: [{ index: 0, code, detail: expect.stringContaining(path) }],
      });
    }
  });
});

/** One message with the value, as text, and a neighbour if one is given. */
function messageOf(source: string, type: string, sent: string, neighbour?: string): string {
  const reading = (type: string, value: string): string =>
    `{"kind":"reading","resource":{"type":"Exact","name":"${source}"},"type":"${type}","value":${value}}`;
  const records =
    neighbour === undefined ? [reading(type, sent)] : [reading(type, sent), reading("Neighbour", neighbour)];
  return `{"source":"${source}","records":[${records.join(",")}]}`;
}

function bySource(a: { source: string }, b: { source: string }): number {
  return a.source < b.source ? -1 : 1;
}
