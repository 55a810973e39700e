import { join } from "node:path";
import { readFile } from "node:fs/promises";
import type { GitCommand } from "./git-command.js";
import { readRemoteUrl } from "./service-name.js";

/** Separates fields, by `%x00` and `%00`: the one character that git's data cannot hold. */
const COMMIT_FORMAT = "%H%x00%ct%x00%aN%x00%s";
const TAG_FORMAT = [
  "%(refname:strip=2)",
  "%(objecttype)",
  "%(objectname)",
  "%(*objecttype)",
  "%(*objectname)",
  "%(creatordate:unix)",
].join("%00");

/** Text files beyond it are not what their names promise. */
const MAX_FILE_BYTES = 1024 * 1024;

export interface RepositoryState {
  isBare: boolean;
  isShallow: boolean;
  /** The branch that is checked out; `undefined` on a detached HEAD. */
  branch?: string | undefined;
  /** What the remote says is its default. */
  remoteDefault?: string | undefined;
  /** The local branches that are usually the default and exist here. */
  usualBranches: string[];
  remoteUrl?: string | undefined;
  /** The commit that HEAD is at; `undefined` in a repository without commits. */
  head?: string | undefined;
}

/** Asks git; what comes back is raw, for the mapping to read. */
export class GitClient {
  constructor(private readonly git: GitCommand) {}

  async state(): Promise<RepositoryState> {
    const [flags, branch, remoteHead, usual, remoteUrl, head] = await Promise.all([
      this.git.run(["rev-parse", "--is-bare-repository", "--is-shallow-repository"]),
      this.git.run(["symbolic-ref", "--quiet", "--short", "HEAD"], [1]),
      this.git.run(["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"], [1]),
      this.git.run(["for-each-ref", "--format=%(refname:strip=2)", "refs/heads/main", "refs/heads/master"]),
      readRemoteUrl(this.git),
      this.git.run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], [1, 128]),
    ]);
    const [isBare, isShallow] = (flags ?? "").split("\n");
    return {
      isBare: isBare === "true",
      isShallow: isShallow === "true",
      branch: branch?.trim(),
      remoteDefault: remoteHead?.trim().replace(/^origin\//, ""),
      usualBranches: (usual ?? "").split("\n").filter((name) => name === "main" || name === "master"),
      remoteUrl,
      head: head?.trim(),
    };
  }

  /** `<committer's time>\0<author's e-mail by .mailmap>` of every commit that HEAD leads to. */
  history(): AsyncGenerator<string> {
    return this.git.lines(["log", "--format=%ct%x00%aE", "HEAD", "--"]);
  }

  lastCommit(): Promise<string | undefined> {
    return this.git.run(["log", "-1", `--format=${COMMIT_FORMAT}`, "HEAD", "--"]);
  }

  /** The newest tags, newest first; of several of one second the greatest version first. */
  async tags(pattern: string, count: number): Promise<string[]> {
    const sorted = ["--sort=-version:refname", "--sort=-creatordate"];
    const lines = this.git.lines(["tag", "--list", "--no-column", ...sorted, `--format=${TAG_FORMAT}`, "--", pattern]);
    const newest: string[] = [];
    for await (const line of lines) {
      newest.push(line);
      if (newest.length === count) break;
    }
    return newest;
  }

  /** The contents of those of the given files that the newest commit holds, by path. */
  async committedFiles(paths: readonly string[]): Promise<Map<string, string>> {
    const listing = (await this.git.run(["ls-tree", "-z", "-l", "HEAD", "--", ...paths])) ?? "";
    const contents = new Map<string, string>();
    for (const line of listing.split("\0")) {
      const [, mode, blob, size, path] = /^(\d+) \w+ (\w+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
      // Symbolic links (120000) hold a path, not the text.
      if (path === undefined || blob === undefined || !mode?.startsWith("100") || Number(size) > MAX_FILE_BYTES)
        continue;
      contents.set(path, (await this.git.run(["cat-file", "blob", blob])) ?? "");
    }
    return contents;
  }

  /** Of the working tree where there is one, as the other sources see it. */
  async packageJson(isBare: boolean, committed: ReadonlyMap<string, string>): Promise<string | undefined> {
    if (isBare) return committed.get("package.json");
    return readFile(join(this.git.directory, "package.json"), "utf8").catch(() => undefined);
  }
}
