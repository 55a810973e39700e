import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageUrl } from "@binnacle/contract";
import { describe, expect, it } from "@jest/globals";
import { readerOf } from "./lockfile-readers.js";
import type { Lockfile } from "./lockfile.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

function read(path: string, manifest?: string): Lockfile {
  const text = (name: string): string => readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
  const [folder = "", fileName = ""] = path.split("/");
  return readerOf(fileName)!.read(text(path), manifest === undefined ? undefined : text(`${folder}/${manifest}`));
}

/** One line a package: its package URL, scope, `direct`, where it is from. */
function lines({ packages }: Lockfile): string[] {
  return packages
    .map(({ coordinates, scope, isDirect, origin, commit }) =>
      [
        packageUrl(coordinates),
        scope,
        ...(isDirect ? ["direct"] : []),
        ...(origin ? [origin] : []),
        ...(commit ? [commit] : []),
      ].join(" "),
    )
    .toSorted();
}

function integrities({ packages }: Lockfile): Record<string, string> {
  return Object.fromEntries(
    packages.flatMap(({ coordinates, integrity }) => (integrity ? [[coordinates.name, integrity]] : [])),
  );
}

describe("lock files of JavaScript", () => {
  it("reads pnpm 9's: needs by the graph, aliases by their true name, packages of the workspace as the project itself", () => {
    const lockfile = read("pnpm-v9/pnpm-lock.yaml");
    expect(lockfile).toMatchObject({ lockfileVersion: "9.0", unversioned: [] });
    expect(lines(lockfile)).toEqual([
      "pkg:npm/%40scope/alpha@1.2.0 production direct",
      "pkg:npm/fsevents@2.3.3 optional direct",
      "pkg:npm/lodash@3.10.1 production direct",
      "pkg:npm/lodash@4.17.21 production direct",
      `pkg:npm/parser@0.9.0 production direct git ${COMMIT}`,
      "pkg:npm/react@19.1.0 production direct",
      "pkg:npm/shared@1.10.0 production",
      "pkg:npm/tool-glue@1.1.0 development",
      "pkg:npm/typescript@6.0.2 development direct",
    ]);
    expect(integrities(lockfile)["alpha"]).toBe("sha512-AAAA");
  });

  it("reads pnpm 6's, of a project without a workspace", () => {
    const lockfile = read("pnpm-v6/pnpm-lock.yaml");
    expect(lockfile).toMatchObject({ lockfileVersion: "6.0", unversioned: [] });
    expect(lines(lockfile)).toEqual([
      "pkg:npm/%40scope/alpha@1.2.0 production direct",
      "pkg:npm/esbuild@0.20.0 development direct",
      `pkg:npm/parser@0.9.0 production direct git ${COMMIT}`,
      "pkg:npm/react@19.1.0 production direct",
      "pkg:npm/vendored@1.0.0 production direct file",
    ]);
    expect(lockfile.packages.find(({ coordinates }) => coordinates.name === "esbuild")?.hasInstallScript).toBe(true);
  });

  it("takes a directory that pnpm copies for the project itself", () => {
    const text = `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      near:\n        specifier: file:near\n        version: file:near
packages:\n  near@file:near:\n    resolution: {directory: near, type: directory}\nsnapshots:\n  near@file:near: {}\n`;
    expect(readerOf("pnpm-lock.yaml")!.read(text)).toMatchObject({ packages: [], unversioned: [] });
  });

  it("reads Yarn 1's with the package.json beside it", () => {
    const lockfile = read("yarn-classic/yarn.lock", "package.json");
    expect(lockfile).toMatchObject({ lockfileVersion: 1, unversioned: [] });
    expect(lines(lockfile)).toEqual([
      "pkg:npm/%40scope/alpha@1.2.0 production direct",
      "pkg:npm/fsevents@2.3.3 optional direct",
      "pkg:npm/lodash@3.10.1 production direct",
      `pkg:npm/parser@0.9.0 production direct git ${COMMIT}`,
      "pkg:npm/shared@1.9.0 production",
      "pkg:npm/tool-glue@1.1.0 development",
      "pkg:npm/typescript@6.0.2 development direct",
      "pkg:npm/vendored@1.0.0 production direct file",
    ]);
    expect(integrities(lockfile)["shared"]).toBe("sha512-SSSS");
  });

  it("takes all of Yarn 1's for production's, and none for direct, without a package.json or with a broken one", () => {
    const all = read("yarn-classic/yarn.lock").packages;
    expect(all).toHaveLength(8);
    expect(all.filter(({ isDirect, scope }) => isDirect || scope !== "production")).toEqual([]);
    const text = readFileSync(join(import.meta.dirname, "fixtures/yarn-classic/yarn.lock"), "utf8");
    expect(readerOf("yarn.lock")!.read(text, "{")).toEqual(read("yarn-classic/yarn.lock"));
    expect(readerOf("yarn.lock")!.read("# yarn lockfile v1\n\n").packages).toEqual([]);
  });

  it("reads Yarn 4's: the workspace's needs, patched packages once, and no checksum of Yarn's own cache", () => {
    const lockfile = read("yarn-berry/yarn.lock", "package.json");
    expect(lockfile).toMatchObject({ lockfileVersion: 8, unversioned: [] });
    expect(lines(lockfile)).toEqual([
      "pkg:npm/%40scope/alpha@1.2.0 production direct",
      "pkg:npm/fsevents@2.3.3 optional",
      `pkg:npm/parser@0.9.0 production direct git ${COMMIT}`,
      "pkg:npm/shared@1.10.0 production direct",
      "pkg:npm/typescript@6.0.2 development direct",
    ]);
    expect(integrities(lockfile)).toEqual({});
  });
});

describe("lock files of the JVM", () => {
  it("reads Gradle's", () => {
    expect(lines(read("gradle/gradle.lockfile"))).toEqual([
      "pkg:maven/com.acme/latest-client@1.0.0 production",
      "pkg:maven/com.fasterxml.jackson.core/jackson-databind@2.17.1 production",
      "pkg:maven/org.junit.jupiter/junit-jupiter-api@5.10.2 development",
      "pkg:maven/org.projectlombok/lombok@1.18.32 development",
    ]);
  });

  it("reads Maven's tree of several modules, which are the project itself", () => {
    expect(lines(read("maven-tree/dependency-tree.txt"))).toEqual([
      "pkg:maven/io.netty/netty-common@4.1.100.Final production",
      "pkg:maven/io.netty/netty-transport-native-epoll@4.1.100.Final production direct",
      "pkg:maven/jakarta.servlet/jakarta.servlet-api@6.0.0 peer direct",
      "pkg:maven/org.junit.jupiter/junit-jupiter-api@5.10.1 development",
      "pkg:maven/org.junit.jupiter/junit-jupiter@5.10.1 development direct",
      "pkg:maven/org.projectlombok/lombok@1.18.30 optional direct",
      "pkg:maven/org.springframework/spring-core@6.1.2 production direct",
      "pkg:maven/org.springframework/spring-jcl@6.1.2 production direct",
    ]);
  });

  it("reads the tree as the console shows it, among other lines", () => {
    const text = readFileSync(join(import.meta.dirname, "fixtures/maven-tree/dependency-tree.txt"), "utf8");
    const shown = text
      .replace(/^/gm, "[INFO] ")
      .replace(/^/, "[INFO] Scanning for projects...\n[INFO] --- dependency:3.7.0:tree (default-cli) @ orders ---\n");
    expect(lines(readerOf("dependency-tree.txt")!.read(shown))).toEqual(lines(read("maven-tree/dependency-tree.txt")));
  });

  it("reads the tree as JSON", () => {
    expect(lines(read("maven-tree/dependency-tree.json"))).toEqual([
      "pkg:maven/org.junit.jupiter/junit-jupiter@5.10.1 development direct",
      "pkg:maven/org.projectlombok/lombok@1.18.30 optional direct",
      "pkg:maven/org.springframework/spring-core@6.1.2 production direct",
      "pkg:maven/org.springframework/spring-jcl@6.1.2 production",
    ]);
  });

  it("reads a pom.xml as far as it tells, and names what other files would have to", () => {
    const lockfile = read("maven-pom/pom.xml");
    expect(lines(lockfile)).toEqual([
      "pkg:maven/com.acme/orders-model@1.0.0-SNAPSHOT production direct",
      "pkg:maven/com.fasterxml.jackson.core/jackson-databind@2.17.1 production direct",
      "pkg:maven/jakarta.servlet/jakarta.servlet-api@6.0.0 peer direct",
      "pkg:maven/org.junit.jupiter/junit-jupiter@5.10.1 development direct",
    ]);
    expect(lockfile.unversioned).toEqual([
      "org.springframework.boot:spring-boot-starter-web",
      "com.acme:ranged",
      "com.acme:circular",
    ]);
  });

  it("does not let the properties of a pom.xml grow without end, nor fetches what it names", () => {
    const steps = Array.from({ length: 30 }, (_, index) => `<a${index}>\${a${index + 1}}\${a${index + 1}}</a${index}>`);
    const pom = `<!DOCTYPE project [<!ENTITY x SYSTEM "file:///etc/passwd">]><project><properties>${steps.join("")}</properties>
      <dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>\${a0}</version></dependency>
      <dependency><groupId>g</groupId><artifactId>x</artifactId><version>&x;</version></dependency></dependencies></project>`;
    const { packages, unversioned } = readerOf("pom.xml")!.read(pom);
    expect(unversioned).toEqual(["g:a"]);
    expect(packages.map(({ coordinates }) => coordinates.version)).toEqual(["&x;"]);
  });

  it.each(["cyclonedx/bom.json", "cyclonedx/bom.xml"])(
    "reads the SBOM %s: packages of any kind, nested ones too",
    (path) => {
      const lockfile = read(path);
      expect(lockfile).toMatchObject({ lockfileVersion: "1.5", unversioned: ["pkg:npm/floating"] });
      expect(lines(lockfile)).toEqual([
        "pkg:maven/org.junit.jupiter/junit-jupiter@5.10.1 development",
        "pkg:maven/org.springframework/spring-core@6.1.2 production direct",
        "pkg:maven/org.springframework/spring-jcl@6.1.2 production",
        "pkg:npm/left-pad@1.3.0 development direct",
      ]);
      const byName = new Map(lockfile.packages.map((locked) => [locked.coordinates.name, locked]));
      const integrity = `sha256-${Buffer.from("ab".repeat(32), "hex").toString("base64")}`;
      expect(byName.get("spring-core")).toMatchObject({ license: "Apache-2.0", integrity });
      expect(byName.get("left-pad")).toMatchObject({ license: "WTFPL OR MIT" });
    },
  );
});

describe("lock files of other languages", () => {
  it("reads go.mod: what modules are replaced by, and the digests of go.sum", () => {
    const lockfile = read("go/go.mod", "go.sum");
    expect(lines(lockfile)).toEqual([
      "pkg:golang/github.com/acme/fork@v1.0.1 production direct",
      "pkg:golang/github.com/burntsushi/toml@v1.3.2 production direct",
      "pkg:golang/github.com/docker/docker@v24.0.7%2Bincompatible production",
      "pkg:golang/golang.org/x/text@v0.3.7 production",
      "pkg:golang/rsc.io/quote/v3@v3.1.0 production direct",
    ]);
    expect(integrities(lockfile)).toEqual({ toml: "h1:o7IhLm0Msx3BaB+n3Ag7L8EVlByGnpq14C4YWiu/gL8=" });
    expect(lines(read("go/go.mod"))).toEqual(lines(lockfile));
  });

  it("reads Composer's: branches with their commit, licences of which one may choose", () => {
    const lockfile = read("composer/composer.lock", "composer.json");
    expect(lockfile.unversioned).toEqual(["broken"]);
    expect(lines(lockfile)).toEqual([
      `pkg:composer/acme/branch@dev-main production direct git ${COMMIT}`,
      "pkg:composer/acme/neighbour@1.0.0 production file",
      "pkg:composer/guzzlehttp/psr7@2.6.1 production direct",
      "pkg:composer/phpunit/phpunit@10.5.5 development direct",
      "pkg:composer/psr/http-message@2.0 production",
    ]);
    expect(lockfile.packages.map(({ license }) => license)).toEqual([
      "MIT",
      "MIT",
      "(LGPL-2.1-only OR GPL-3.0-or-later)",
      undefined,
      "BSD-3-Clause",
    ]);
  });

  it("reads Cargo's: the workspace's needs, and of the root's Cargo.toml what is for development", () => {
    const lockfile = read("cargo/Cargo.lock", "Cargo.toml");
    expect(lockfile).toMatchObject({ lockfileVersion: 3, unversioned: [] });
    expect(lines(lockfile)).toEqual([
      `pkg:cargo/forked@0.2.0 production direct git ${COMMIT}`,
      "pkg:cargo/proptest@1.4.0 development direct",
      "pkg:cargo/rand@0.7.3 development",
      "pkg:cargo/rand@0.8.5 production direct",
      "pkg:cargo/serde@1.0.193 production direct",
      "pkg:cargo/winapi@0.3.9 development direct",
    ]);
    expect(integrities(lockfile)["serde"]).toMatch(/^sha256-[A-Za-z0-9+/]{43}=$/);
  });

  it("reads uv's: of versions that differ by platform the one that is meant", () => {
    const lockfile = read("uv/uv.lock");
    expect(lockfile).toMatchObject({ lockfileVersion: 1, unversioned: [] });
    expect(lines(lockfile)).toEqual([
      "pkg:pypi/flask@3.0.0 production direct",
      "pkg:pypi/jinja2@3.1.2 production",
      "pkg:pypi/numpy@1.26.4 production",
      "pkg:pypi/numpy@2.0.0 optional direct",
      `pkg:pypi/parser@0.9.0 production direct git ${COMMIT}`,
      "pkg:pypi/pytest@8.0.0 development direct",
    ]);
  });

  it("reads Poetry's with the pyproject.toml beside it", () => {
    const lockfile = read("poetry/poetry.lock", "pyproject.toml");
    expect(lockfile).toMatchObject({ lockfileVersion: "2.0", unversioned: [] });
    expect(lines(lockfile)).toEqual([
      "pkg:pypi/flask-sqlalchemy@3.1.1 production direct",
      "pkg:pypi/iniconfig@2.0.0 development",
      `pkg:pypi/parser@0.9.0 production direct git ${COMMIT}`,
      "pkg:pypi/pytest@8.0.0 development direct",
      "pkg:pypi/sqlalchemy@2.0.25 production",
    ]);
  });

  it("believes Poetry 2 where it states the groups of a package", () => {
    const text = `[[package]]\nname = "a"\nversion = "1"\ngroups = ["dev", "main"]\n[[package]]\nname = "b"\nversion = "1"\ngroups = ["dev"]\n
[[package]]\nname = "c"\nversion = "1"\noptional = true\ngroups = ["main"]\n[metadata]\nlock-version = "2.1"\n`;
    expect(lines(readerOf("poetry.lock")!.read(text))).toEqual([
      "pkg:pypi/a@1 production",
      "pkg:pypi/b@1 development",
      "pkg:pypi/c@1 optional",
    ]);
  });

  it("reads Pipenv's: the strongest need, and a digest only where there is one archive", () => {
    const lockfile = read("pipenv/Pipfile.lock", "Pipfile");
    expect(lockfile).toMatchObject({ lockfileVersion: 6, unversioned: ["anything"] });
    expect(lines(lockfile)).toEqual([
      "pkg:pypi/flask@3.0.0 production direct",
      "pkg:pypi/jinja2@3.1.2 production",
      `pkg:pypi/parser@${COMMIT} production git ${COMMIT}`,
      "pkg:pypi/pytest@8.0.0 development direct",
    ]);
    expect(Object.keys(integrities(lockfile))).toEqual(["jinja2"]);
  });

  it("reads pinned requirements, and of pip-compile's who asks for them", () => {
    const lockfile = read("requirements/requirements.txt");
    expect(lockfile.unversioned).toEqual(["floating", "wild"]);
    expect(lines(lockfile)).toEqual([
      "pkg:pypi/colorama@0.4.6 production",
      "pkg:pypi/flask@3.0.0 production direct",
      "pkg:pypi/jinja2@3.1.2 production",
      `pkg:pypi/parser@${COMMIT} production direct git ${COMMIT}`,
    ]);
    expect(Object.keys(integrities(lockfile))).toEqual(["Jinja2"]);
    expect(lines(readerOf("requirements-prod.txt")!.read("flask==3.0.0\nUnpinned\n"))).toEqual([
      "pkg:pypi/flask@3.0.0 production direct",
    ]);
  });
});
