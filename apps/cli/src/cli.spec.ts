import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { runCli } from "./cli.js";

const RESOURCE = '{"kind":"resource","type":"Host","name":"a"}';

describe("the command line", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cli-"));
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function run(args: string[], stdin = "", env: Record<string, string> = {}) {
    const [stdout, stderr] = [new Collected(), new Collected()];
    const terminal = {
      stdin: Readable.from([Buffer.from(stdin)]),
      stdout,
      stderr,
      env,
      signal: new AbortController().signal,
    };
    return { code: await runCli(args, terminal), stdout: stdout.text, stderr: stderr.text };
  }

  async function file(name: string, text: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  }

  it("says what there is, and ends with 2 where it makes no sense", async () => {
    expect(await run(["--help"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/publish .+\n.+validate .+\n.+get .+\n.+tail /),
    });
    for (const command of ["publish", "validate", "get", "tail"]) {
      const { code, stdout } = await run([command, "--help"]);
      expect([code, stdout]).toEqual([0, expect.stringContaining(`usage: binnacle ${command} `)]);
    }
    expect((await run(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    for (const args of [
      [],
      ["push"],
      ["validate", "--colour"],
      ["get"],
      ["get", "things"],
      ["get", "resource", "Host"],
      ["get", "types", "-o", "xml"],
      ["get", "types", "--type", "Host"],
      ["tail", "--count", "0"],
      ["publish", "--topic", "arn", "--wait"],
      ["validate", join(folder, "absent")],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect([args, code, stdout === "" || args.length === 0]).toEqual([args, 2, true]);
      expect(args.length === 0 || stderr.startsWith("binnacle: ")).toBe(true);
    }
  });

  it("says who does not answer", async () => {
    const { code, stderr } = await run(["get", "types", "--url", "http://127.0.0.1:1"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^binnacle: .+\n$/);
  });

  it("sends its token, and says whose it is where it is refused", async () => {
    const tokens: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      tokens.push(request.headers.authorization);
      const problem = {
        type: "urn:binnacle:UNAUTHENTICATED",
        title: "Who?",
        status: 401,
        detail: "No token",
        code: "UNAUTHENTICATED",
      };
      response.writeHead(401, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const BINNACLE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, stderr } = await run(["get", "types"], "", { BINNACLE_URL, BINNACLE_TOKEN: "t0ken" });
    server.closeAllConnections();
    server.close();
    expect(tokens).toEqual(["Bearer t0ken"]);
    expect([code, stderr]).toEqual([1, "binnacle: UNAUTHENTICATED: No token; BINNACLE_TOKEN is missing or not good\n"]);
  });

  describe("validate", () => {
    it("takes lines, a bare record, a message, and one that is printed over several lines", async () => {
      const message = JSON.stringify({ source: "a", records: [JSON.parse(RESOURCE)] }, undefined, 2);
      const inputs = [`${RESOURCE}\n\n${RESOURCE}\n`, RESOURCE, message, `${message}\n`];
      for (const [index, records] of [2, 1, 1, 1].entries()) {
        expect(await run(["validate"], inputs[index])).toEqual({
          code: 0,
          stdout: "",
          stderr: `${records} records, 0 with faults, 0 unknown fields\n`,
        });
      }
      expect(
        (await run(["validate", await file("message.json", message), await file("hosts.ndjson", RESOURCE)])).stderr,
      ).toContain("2 records");
    });

    it("names each fault by its line, and ends with 1", async () => {
      const lines = [
        RESOURCE,
        '{"kind":"resource","type":"Host","name":""}',
        "{",
        '{"kind":"sweep","resourceType":"Host","startedOn":"2026-01-01T00:00:00Z"}',
        '{"kind":"reading","resource":{"type":"Host","name":"a"},"type":"X","value":"\\u0000"}',
        '{"kind":"resource","type":"Host","name":"a","observedOn":"2126-01-01T00:00:00Z"}',
        '{"kind":"resource","type":"Host","name":"a","observedAt":1}',
        '{"source":"team/a","kind":"sweep","resourceType":"Host","startedOn":"2026-01-01T00:00:00Z"}',
      ];
      const path = await file("faults.ndjson", lines.join("\n"));
      const { code, stdout, stderr } = await run(["validate", path]);
      expect(code).toBe(1);
      expect(
        stdout
          .trimEnd()
          .split("\n")
          .map((line) => line.slice(path.length + 1).replace(/(^\d+: [\w-]+:? \S+).*/, "$1")),
      ).toEqual([
        "2: INVALID_FIELD /name",
        "3: MALFORMED_MESSAGE is",
        "4: INVALID_FIELD /source",
        "5: VALUE_NOT_STORABLE /value",
        "6: CLOCK_AHEAD /observedOn",
        "7: warning: /observedAt",
      ]);
      expect(stderr).toBe("8 records, 5 with faults, 1 unknown fields\n");
    });

    it("names a message's record by its place, and the source that is asked for", async () => {
      const path = await file(
        "two.json",
        `{"records":[${RESOURCE},{"kind":"sweep","resourceType":"Host","startedOn":"2026-01-01T00:00:00Z"}]}`,
      );
      expect((await run(["validate", path])).stdout).toContain(`${path}#/records/1: INVALID_FIELD /source`);
      expect((await run(["validate", path, "--source", "team/a"])).code).toBe(0);
      expect((await run(["validate", path, "--source", "no source"])).code).toBe(1);
    });

    it("takes unknown fields for faults where it is to be strict", async () => {
      const record = '{"kind":"resource","type":"Host","name":"a","observedAt":1}';
      expect((await run(["validate"], record)).code).toBe(0);
      expect(await run(["validate", "--strict"], record)).toMatchObject({
        code: 1,
        stdout: expect.stringContaining("fault: /observedAt"),
      });
    });
  });
});

class Collected extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
