import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InMemoryPublisher, runCollector, type RunReport, testCollector } from "@binnacle/collector";
import { type CatalogRecord, validateRecord } from "@binnacle/contract";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { RegistryServer } from "../../testing/registry-server.js";
import { sendJson, SOURCE_FAULTS, SourceServer } from "../../testing/source-server.js";
import type { ImagesCollector } from "./images.collector.js";
import { ImagesOptions } from "./images.options.js";
import { imagesSource } from "./images.source.js";
import { parseChallenge } from "./registry-challenge.js";

const FIXTURES = join(import.meta.dirname, "fixtures");
const INDEX = "application/vnd.oci.image.index.v1+json";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const CONFIG = "application/vnd.oci.image.config.v1+json";
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let registry: RegistryServer;
const closers: (() => Promise<unknown>)[] = [];

async function started(...[authentication]: Parameters<typeof RegistryServer.start>): Promise<RegistryServer> {
  registry = await RegistryServer.start(authentication);
  closers.push(() => registry.close());
  return registry;
}

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  delete process.env["REGISTRY_PASSWORD_OF_SPEC"];
});

/** An image for one platform; returns the digest of its manifest. */
function putImage(
  architecture: string,
  { tag, labels }: { tag?: string; labels?: Record<string, string> } = {},
): string {
  const config = {
    architecture,
    os: "linux",
    created: "2026-02-01T08:00:00.123456789Z",
    config: { Labels: labels ?? null },
  };
  const digest = registry.put(config, CONFIG);
  const layer = {
    mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
    digest: `sha256:${"2".repeat(64)}`,
    size: 3_000,
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: CONFIG, digest, size: 500 },
    layers: [layer, layer],
  };
  return registry.put(manifest, MANIFEST, tag);
}

function putIndex(tag: string, platforms: Record<string, string>): string {
  const manifests = Object.entries(platforms).map(([platform, digest]) => {
    const [os, architecture] = platform.split("/");
    return { mediaType: MANIFEST, digest, size: 400, platform: { os, architecture } };
  });
  return registry.put({ schemaVersion: 2, mediaType: INDEX, manifests }, INDEX, tag);
}

function collectorOf(options: Partial<ImagesOptions>, access: object = {}): ImagesCollector {
  const registries = [{ host: "registry.example.com", url: registry.url, ...access }];
  return imagesSource.create(Object.assign(new ImagesOptions(), { registries, ...options })) as ImagesCollector;
}

async function run(collector: ImagesCollector): Promise<{ report: RunReport; records: CatalogRecord[] }> {
  const publisher = new InMemoryPublisher();
  const report = await runCollector(collector, { publisher, logger: silent, retries: 0, timeout: "20s" });
  for (const record of publisher.records) expect(validateRecord(record).fault).toBeUndefined();
  const records = publisher.records.filter((record) => !JSON.stringify(record).includes('"Collector"'));
  return { report, records };
}

function infos(records: CatalogRecord[]): Record<string, unknown> {
  return Object.fromEntries(
    records.flatMap((record) =>
      record.kind === "reading" && record.type === "ContainerImageInfo" ? [[record.resource.name, record.value]] : [],
    ),
  );
}

const ORDERS = "registry.example.com/shop/orders";

describe("the images source, of a registry", () => {
  it("follows a tag to what it means, and describes the image", async () => {
    await started();
    const labels = { "org.opencontainers.image.revision": "0123456", "a.note": "x", "a.long": "x".repeat(5_000) };
    const digest = putImage("amd64", { tag: "1.4.2", labels });
    const { report, records } = await run(collectorOf({ images: [`${ORDERS}:1.4.2`] }));
    expect(report.outcome).toBe("ok");
    expect(records[0]).toMatchObject({ kind: "resource", type: "ContainerImage", name: `${ORDERS}@${digest}` });
    expect(infos(records)).toEqual({
      [`${ORDERS}@${digest}`]: {
        mediaType: MANIFEST,
        platforms: ["linux/amd64"],
        createdOn: "2026-02-01T08:00:00.123456789Z",
        sizeBytes: 6_500,
        labels: { "a.note": "x", "org.opencontainers.image.revision": "0123456" },
      },
    });
    expect(registry.stored).toHaveLength(1);
  });

  it("names an index as it is asked for, and describes the platform wanted, else the first", async () => {
    await started();
    const platforms = {
      "linux/arm64": putImage("arm64"),
      "linux/amd64": putImage("amd64"),
      "unknown/unknown": putImage("x"),
    };
    const digest = putIndex("latest", platforms);
    const both = ["linux/amd64", "linux/arm64"];
    const name = `${ORDERS}@${digest}`;
    const of = async (platform?: string): Promise<unknown> =>
      infos((await run(collectorOf({ images: [ORDERS], ...(platform && { platform }) }))).records)[name];
    expect(await of()).toMatchObject({ mediaType: INDEX, platforms: both, platform: "linux/amd64", sizeBytes: 6_500 });
    expect(await of("linux/s390x")).toMatchObject({ platforms: both, platform: "linux/arm64" });
  });

  it("asks about images of the catalog, which it leaves for others to state", async () => {
    await started();
    const digest = putImage("amd64");
    const provider = await SourceServer.start((_, response) =>
      sendJson(response, { items: [{ name: `${ORDERS}@${digest}` }], nextCursor: null }),
    );
    closers.push(() => provider.close());
    const { records } = await run(collectorOf({ catalog: { url: provider.url } }));
    expect(provider.requests[0]?.url).toContain("type=ContainerImage");
    expect(records.map(({ kind }) => kind)).toEqual(["reading"]);
    expect(Object.keys(infos(records))).toEqual([`${ORDERS}@${digest}`]);
  });

  it("fetches an image once, and asks of a tag only whether it has moved", async () => {
    await started();
    const first = putImage("amd64", { tag: "main" });
    const collector = collectorOf({ images: [`${ORDERS}:main`] });
    const before = await run(collector);
    const asked = registry.server.requests.length;
    const again = await run(collector);
    expect(registry.server.requests.slice(asked).map(({ method }) => method)).toEqual(["HEAD"]);
    expect(infos(again.records)).toEqual(infos(before.records));
    const second = putImage("arm64", { tag: "main" });
    expect(second).not.toBe(first);
    expect(Object.keys(infos((await run(collector)).records))).toEqual([`${ORDERS}@${second}`]);
  });

  it.each(["anonymously", "as a user"])(
    "fetches tokens %s, one for each repository, and again once they have expired",
    async (how) => {
      await started("token");
      registry.tokenLife = 0;
      process.env["REGISTRY_PASSWORD_OF_SPEC"] = registry.password;
      const access =
        how === "as a user" ? { username: registry.username, passwordFrom: "REGISTRY_PASSWORD_OF_SPEC" } : {};
      putImage("amd64", { tag: "1" });
      const { report, records } = await run(collectorOf({ images: [`${ORDERS}:1`] }, access));
      expect(report).toMatchObject({ outcome: "ok", failures: [] });
      expect(Object.keys(infos(records))).toHaveLength(1);
      const tokens = registry.server.requests.filter(({ url }) => url.startsWith("/token"));
      expect(tokens).toHaveLength(3);
      expect(tokens.every(({ headers }) => (headers.authorization !== undefined) === (how === "as a user"))).toBe(true);
      expect(registry.stored.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    },
  );

  it("uses a token as long as it is good", async () => {
    await started("token");
    putImage("amd64", { tag: "1" });
    await run(collectorOf({ images: [`${ORDERS}:1`] }));
    expect(registry.server.requests.filter(({ url }) => url.startsWith("/token"))).toHaveLength(1);
  });

  it("sends a user's password where a registry asks for it, and shows it nowhere", async () => {
    await started("basic");
    putImage("amd64", { tag: "1" });
    process.env["REGISTRY_PASSWORD_OF_SPEC"] = registry.password;
    const access = { username: registry.username, passwordFrom: "REGISTRY_PASSWORD_OF_SPEC" };
    expect((await run(collectorOf({ images: [`${ORDERS}:1`] }, access))).report.outcome).toBe("ok");
    process.env["REGISTRY_PASSWORD_OF_SPEC"] = "wr0ng-passw0rd";
    const { report } = await run(collectorOf({ images: [`${ORDERS}:1`] }, access));
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]?.detail).toMatch(/401/);
    expect(JSON.stringify(report)).not.toMatch(/passw0rd/);
    const anonymous = await run(collectorOf({ images: [`${ORDERS}:1`] }));
    expect(anonymous.report.failures[0]?.detail).toContain("wants to know who asks for shop/orders");
  });

  it("keeps what it found beside an image that is gone, that is none, or whose content is not what its digest names", async () => {
    await started();
    const [good, gone, spoilt] = [putImage("amd64", { tag: "good" }), putImage("arm64"), putImage("s390x")];
    registry.missing.add(gone);
    registry.spoil(spoilt);
    const images = [`${ORDERS}:good`, ...[gone, spoilt].map((digest) => `${ORDERS}@${digest}`), "no image"];
    const { report, records } = await run(collectorOf({ images }));
    expect(report.outcome).toBe("partial");
    expect(Object.keys(infos(records))).toEqual([`${ORDERS}@${good}`]);
    const [detail] = report.failures.map((failure) => failure.detail);
    expect(detail).toContain("3 images could not be looked up");
    expect(detail).toMatch(/404/);
    expect(detail).toContain("is not what its digest names");
    expect(detail).toContain('"no image" names no image');
    const chart = registry.put({ schemaVersion: 2, mediaType: MANIFEST }, MANIFEST);
    const other = await run(collectorOf({ images: [`${ORDERS}@${chart}`] }));
    expect(other.report.failures[0]?.detail).toContain("is no image: it has no configuration");
  });

  it.each(SOURCE_FAULTS.filter(({ fault }) => !/no JSON|cut off/.test(fault)))(
    "fails with a clear line on $fault",
    async ({ fault, answer, says }) => {
      await started();
      registry.server.answer = answer;
      const { report, records } = await run(collectorOf({ images: [`${ORDERS}:1`] }));
      expect(records).toEqual([]);
      expect(report.outcome).toBe("failed");
      expect(report.failures[0]?.detail).toMatch(fault === "expired credentials" ? /wants to know who asks/ : says);
    },
  );

  it.each(SOURCE_FAULTS.filter(({ fault }) => /no JSON|cut off/.test(fault)))(
    "fails with a clear line on $fault of a manifest",
    async ({ answer, says }) => {
      await started();
      registry.server.answer = answer;
      const { report } = await run(collectorOf({ images: [`${ORDERS}@sha256:${"0".repeat(64)}`] }));
      expect(report.outcome).toBe("failed");
      expect(report.failures[0]?.detail).toMatch(says);
    },
  );
});

describe("the images source, of reports", () => {
  let folder: string;
  beforeEach(async () => {
    await started();
    folder = await mkdtemp(join(tmpdir(), "reports-"));
    closers.push(() => rm(folder, { recursive: true }));
  });

  it("reads a folder at any depth, with VEX, and leaves out what it cannot name or read", async () => {
    await cp(FIXTURES, join(folder, "orders"), { recursive: true });
    await writeFile(join(folder, "broken.json"), '{"SchemaVersion": 2');
    await writeFile(join(folder, "local.json"), '{"SchemaVersion": 2, "ArtifactName": "orders:dev", "Metadata": {}}');
    await writeFile(join(folder, "README.md"), "of no concern");
    const collector = collectorOf({ reports: [{ path: folder }] });
    const { report, records } = await run(collector);
    expect(report.outcome).toBe("partial");
    const details = report.failures.map(({ detail }) => detail).join("\n");
    expect(details).toContain("broken.json: it is not valid JSON");
    expect(details).toContain('images without a digest of a registry, and are left out: "orders:dev"');
    const [image, vulnerabilities] = records;
    expect(image).toMatchObject({ kind: "resource", type: "ContainerImage" });
    const { value } = vulnerabilities as { value: { vulnerabilities: { id: string }[] } };
    expect(value.vulnerabilities.map(({ id }) => id)).toEqual(["CVE-2022-3715", "CVE-2024-0727"]);
    expect(
      JSON.stringify((await run(collector)).records.map((record) => record.kind === "reading" && record.value)),
    ).toBe(JSON.stringify(records.map((record) => record.kind === "reading" && record.value)));
  });

  it("says the same again of registries and reports that have not changed", async () => {
    putIndex("1", {
      "linux/arm64": putImage("arm64", { labels: { b: "1", a: "2" } }),
      "linux/amd64": putImage("amd64"),
    });
    for (const name of ["grype.json", "sbom.cdx.json", "vex.cdx.json"])
      await cp(join(FIXTURES, name), join(folder, name));
    const options = { images: [`${ORDERS}:1`], reports: [{ path: folder }], packages: true };
    expect((await testCollector(() => collectorOf(options))).report).toBe("");
  });

  it("fetches a report with a token, and goes on without one that is not there", async () => {
    process.env["REGISTRY_PASSWORD_OF_SPEC"] = "report-t0ken";
    const server = await SourceServer.start((request, response) =>
      request.url.startsWith("/orders.json?build=7")
        ? sendJson(response, {
            SchemaVersion: 2,
            ArtifactName: "x",
            Metadata: { RepoDigests: [`${ORDERS}@sha256:${"a".repeat(64)}`] },
          })
        : sendJson(response, {}, { status: 403 }),
    );
    closers.push(() => server.close());
    const tokenFrom = "REGISTRY_PASSWORD_OF_SPEC";
    const reports = ["/orders.json?build=7", "/other.json"].map((path) => ({ url: server.url + path, tokenFrom }));
    const { report, records } = await run(collectorOf({ reports }));
    expect(records.map(({ kind }) => kind)).toEqual(["resource", "reading"]);
    expect(server.requests[0]?.headers.authorization).toBe("Bearer report-t0ken");
    expect(report.outcome).toBe("partial");
    expect(report.failures[0]?.detail).toMatch(/403/);
    expect(JSON.stringify(report)).not.toContain("report-t0ken");
  });

  it("fails where there is nothing to read at all", async () => {
    const { report, records } = await run(collectorOf({ reports: [{ path: join(folder, "nowhere") }] }));
    expect(records).toEqual([]);
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]?.detail).toContain("nowhere: it cannot be read (ENOENT)");
  });
});

it("refuses options that leave nothing to do, or do not say where a report is", async () => {
  await started();
  expect(() => collectorOf({})).toThrow(/nothing to do without/);
  expect(() => collectorOf({ reports: [{}, { path: "a", url: "http://b" }] })).toThrow(
    /reports\[0\].*\n?.*reports\[1\]/,
  );
  expect(() => collectorOf({ images: ["a"] }, { username: "u", passwordFrom: "NO_SUCH_PASSWORD" })).toThrow(
    /NO_SUCH_PASSWORD/,
  );
});

it.each([
  [
    'Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull,push"',
    {
      scheme: "bearer",
      realm: "https://auth.example.com/token",
      service: "registry",
      scope: "repository:a/b:pull,push",
    },
  ],
  ['bearer realm="https://a/t?x=\\"y\\"", error=invalid_token', { scheme: "bearer", realm: 'https://a/t?x="y"' }],
  ['Basic realm="x"', { scheme: "basic", realm: "x" }],
  ["Digest x=y", undefined],
  [null, undefined],
])("reads the challenge %s", (header, expected) => {
  expect(parseChallenge(header)).toEqual(expected);
});
