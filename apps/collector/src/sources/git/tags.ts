import type { Timestamp } from "@binnacle/contract";
import { gitTime } from "./git-time.js";

export interface Tag {
  /** The tag without the `v` before its number. */
  version: string;
  tag: string;
  /** The commit that it stands for. */
  sha: string;
  /** When the tag was made; of a tag without a time of its own, when its commit was. */
  taggedOn: Timestamp;
}

/** Reads the tags as `git.client.ts` asks for them, in the order given. Tags of anything but commits are no deployments. */
export function readTags(lines: readonly string[]): Tag[] {
  return lines.flatMap((line) => {
    const [tag, type, object, peeledType, peeled, seconds] = line.split("\0");
    const sha = type === "commit" ? object : peeledType === "commit" ? peeled : undefined;
    if (tag === undefined || sha === undefined || seconds === undefined || seconds === "") return [];
    return [{ version: tag.replace(/^v(?=\d)/, ""), tag, sha, taggedOn: gitTime(Number(seconds)) }];
  });
}
