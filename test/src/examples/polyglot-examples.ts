import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Program } from "./installed.js";

const HOST = hostname();
const ROOT = join(import.meta.dirname, "../../../examples");

/** A collector of `examples/`, and how a test gives it a source whose content it knows. */
export interface PolyglotExample {
  folder: string;
  needs: Program;
  /** How to build it once, if it would take long to start otherwise. */
  build?: (command: string, scratch: string) => [command: string, ...arguments: string[]];
  /** How it is started. */
  start: (command: string, scratch: string) => [command: string, ...arguments: string[]];
  /** Further arguments that lead it to the source in `scratch`. */
  arguments?: (scratch: string) => string[];
  /** Further variables. */
  environment?: (scratch: string, filesUrl: string) => Record<string, string>;
  /** Straight to SNS, not to the intake. */
  isOverSns?: boolean;
  source: string;
  ownedType: string;
  /** The name of the item of that number. */
  nameOf: (item: number) => string;
  /** A reading type that each of its Resources, or the one that is named here, has as a snapshot; and its series. */
  snapshot: { type: string; of?: [type: string, name: string] };
  series: { type: string; of?: [type: string, name: string] };
  /** Makes the source hold these items. */
  write: (scratch: string, items: number[]) => Promise<void>;
  /** Makes it a source that cannot be read. */
  spoil: (scratch: string) => Promise<void>;
}

const host: [string, string] = ["Host", HOST];
const newer = (minimum: number, pattern: RegExp) => (output: string) => Number(pattern.exec(output)?.[1]) >= minimum;

/** As the collector of packages takes it for the namespace of package URLs; that of Debian where there is no such file, and nothing works. */
const distribution = await readFile("/etc/os-release", "utf8").then(
  (text) => /^ID="?([^"\n]+)/m.exec(text)?.[1] ?? "debian",
  () => "debian",
);

const packages = {
  arguments: (scratch: string) => ["--status", join(scratch, "status")],
  source: `examples/dpkg/${HOST}`,
  ownedType: "SoftwareDependencyVersion",
  nameOf: (item: number) => `pkg:deb/${distribution}/lib${item}%2B%2B@1:2.${item}~rc1-2%2Bb1`,
  snapshot: { type: "InstalledPackages", of: host },
  series: { type: "PackageTotals", of: host },
  write: (scratch: string, items: number[]) =>
    writeFile(
      join(scratch, "status"),
      [
        ...items.map((item) => ({
          name: `lib${item}++`,
          status: "install ok installed",
          version: `1:2.${item}~rc1-2+b1`,
        })),
        { name: "gone", status: "deinstall ok config-files", version: "1.0" },
      ]
        .map(({ name, status, version }) =>
          [
            `Package: ${name}`,
            `Status: ${status}`,
            "Installed-Size: 120",
            "Architecture: amd64",
            `Version: ${version}`,
            "Description: made up",
            " Status: of no meaning here",
          ].join("\n"),
        )
        .join("\n\n"),
    ),
  spoil: (scratch: string) => rm(join(scratch, "status")),
};

export const POLYGLOT_EXAMPLES: PolyglotExample[] = [
  {
    folder: "python",
    needs: {
      title: "Python 3.10",
      commands: ["python3", "/usr/bin/python3"],
      probe: ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"],
    },
    start: (python) => [python, join(ROOT, "python/collector.py")],
    ...packages,
  },
  {
    folder: "python-boto3",
    needs: { title: "Python with boto3", commands: ["python3", "/usr/bin/python3"], probe: ["-c", "import boto3"] },
    isOverSns: true,
    start: (python) => [python, join(ROOT, "python-boto3/collector.py")],
    arguments: (scratch) => ["--proc", join(scratch, "proc")],
    source: `examples/programs/${HOST}`,
    ownedType: "HostProgram",
    nameOf: (item) => `${HOST}/orders-${item}`,
    snapshot: { type: "ProgramUsers" },
    series: { type: "ProgramUsage" },
    async write(scratch, items) {
      await rm(join(scratch, "proc"), { recursive: true, force: true });
      await mkdir(join(scratch, "proc/1"), { recursive: true });
      await writeFile(join(scratch, "proc/1/cmdline"), ""); // As a kernel thread has it.
      await writeFile(join(scratch, "proc/1/status"), "Name:\tkthreadd\n");
      for (const item of items) {
        const folder = join(scratch, `proc/${item + 100}`);
        await mkdir(folder);
        await writeFile(join(folder, "cmdline"), `/usr/sbin/orders-${item}: worker\0--flag\0`);
        await writeFile(
          join(folder, "status"),
          "Name:\torders\nUid:\t33\t33\t33\t33\nVmRSS:\t  1024 kB\nThreads:\t4\n",
        );
      }
    },
    spoil: (scratch) => rm(join(scratch, "proc"), { recursive: true }),
  },
  {
    folder: "java",
    needs: {
      title: "a JDK 17",
      commands: ["java"],
      probe: ["--version"],
      prints: newer(17, /^\S+ (\d+)/),
    },
    build: (_, scratch) => ["javac", "-d", scratch, join(ROOT, "java/Collector.java")],
    start: (java, scratch) => [java, "-XX:TieredStopAtLevel=1", "-cp", scratch, "Collector"],
    arguments: (scratch) => ["--bundle", join(scratch, "bundle.pem")],
    source: `examples/certificates/${HOST}`,
    ownedType: "Certificate",
    nameOf: (item) => `sha256:${createHash("sha256").update(certificate(item)).digest("hex")}`,
    snapshot: { type: "CertificateInfo" },
    series: { type: "CertificateExpiry", of: host },
    write: (scratch, items) =>
      writeFile(
        join(scratch, "bundle.pem"),
        items
          .map((item) => certificate(item).toString("base64"))
          .map((text) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`)
          .join(""),
      ),
    spoil: (scratch) => rm(join(scratch, "bundle.pem")),
  },
  {
    folder: "php",
    needs: { title: "PHP 8.1", commands: ["php"], probe: ["-r", "exit(PHP_VERSION_ID < 80100 ? 1 : 0);"] },
    start: (php) => [php, join(ROOT, "php/collector.php")],
    environment: (_, filesUrl) => ({ ENDOFLIFE_URL: filesUrl }),
    source: "examples/endoflife/php",
    ownedType: "SoftwareRelease",
    nameOf: (item) => `php/8.${item}`,
    snapshot: { type: "SupportStatus" },
    series: { type: "ReleasePublished" },
    async write(scratch, items) {
      const cycles = items.map((item) => ({
        cycle: `8.${item}`,
        releaseDate: "2024-11-21",
        eol: item % 2 === 0 ? "2028-12-31" : false,
        latest: `8.${item}.1`,
        latestReleaseDate: "2025-02-13",
        lts: false,
      }));
      await mkdir(join(scratch, "api"), { recursive: true });
      await writeFile(join(scratch, "api/php.json"), JSON.stringify(cycles));
    },
    spoil: (scratch) => rm(join(scratch, "api/php.json")),
  },
  {
    folder: "go",
    needs: { title: "Go 1.19", commands: ["go"], probe: ["version"], prints: newer(19, /go1\.(\d+)/) },
    build: (go, scratch) => [go, "build", "-o", join(scratch, "collector"), join(ROOT, "go/collector.go")],
    start: (_, scratch) => [join(scratch, "collector")],
    arguments: (scratch) => ["--proc", join(scratch, "proc")],
    source: `examples/ports/${HOST}`,
    ownedType: "ListeningPort",
    nameOf: (item) => `${HOST}/tcp/${item + 8000}`,
    snapshot: { type: "PortAddresses" },
    series: { type: "TcpConnections", of: host },
    async write(scratch, items) {
      await mkdir(join(scratch, "proc/net"), { recursive: true });
      const lines = items.flatMap((item) => {
        const port = (item + 8000).toString(16).toUpperCase();
        return [
          `   ${item}: 0100007F:${port} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1`,
          `   ${item}: 0100007F:${port} 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 1 1`,
        ];
      });
      await writeFile(join(scratch, "proc/net/tcp"), ["  sl  local_address rem_address   st", ...lines, ""].join("\n"));
    },
    spoil: (scratch) => rm(join(scratch, "proc"), { recursive: true }),
  },
  {
    folder: "shell",
    needs: {
      title: "curl 7.66",
      commands: ["curl"],
      probe: ["--version"],
      prints: (output) => {
        const [, major, minor] = /^curl (\d+)\.(\d+)/.exec(output) ?? [];
        return Number(major) * 1000 + Number(minor) >= 7066;
      },
    },
    start: () => ["sh", join(ROOT, "shell/collector.sh")],
    environment: (scratch) => ({ PATH: `${scratch}:${process.env["PATH"]}` }),
    source: `examples/filesystems/${HOST}`,
    ownedType: "Filesystem",
    nameOf: (item) => `${HOST}/srv/a "b" ${item}`,
    snapshot: { type: "FilesystemInfo" },
    series: { type: "FilesystemUsage" },
    async write(scratch, items) {
      const lines = items.map((item) => `/dev/sd\\${item}  1000 400 ${600 + item} 40% /srv/a "b" ${item}`);
      const output = ["Filesystem 1024-blocks Used Available Capacity Mounted on", ...lines, "none 0 0 0 - /sys"];
      await program(scratch, "df", `cat <<'END'\n${output.join("\n")}\nEND`);
    },
    spoil: (scratch) => program(scratch, "df", "exit 1"),
  },
];

async function program(folder: string, name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
}

const PEM = await readFile(join(import.meta.dirname, "fixtures/certificate.pem"), "utf8");

/** The certificate of the fixture with another serial number, and so a signature that does not fit it, which nobody looks at. */
function certificate(item: number): Buffer {
  const der = Buffer.from(PEM.replaceAll(/-----[^-]+-----|\n/g, ""), "base64");
  const serial = der.indexOf(Buffer.from("02021234", "hex"));
  der.writeUInt16BE(0x1000 + item, serial + 2);
  return der;
}
