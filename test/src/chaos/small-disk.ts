import { execFile } from "node:child_process";
import { mkdir, open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const BLOCK = Buffer.alloc(64 * 1024);

/** A file system in memory, of a size that can be filled. */
export class SmallDisk implements AsyncDisposable {
  private constructor(private readonly directory: string) {}

  /** `undefined` where mounting is not permitted. */
  static async mount(directory: string, sizeMiB: number): Promise<SmallDisk | undefined> {
    await mkdir(directory);
    try {
      await execute("mount", ["-t", "tmpfs", "-o", `size=${sizeMiB}m,mode=755`, "tmpfs", directory]);
    } catch {
      return undefined;
    }
    return new SmallDisk(directory);
  }

  /** Writes until there is not a byte left, also not the space that a moment ago was freed. */
  async fill(): Promise<void> {
    const file = await open(this.filler, "a");
    try {
      await writeToTheEnd(file);
    } finally {
      await file.close();
    }
  }

  async free(): Promise<void> {
    await rm(this.filler, { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A process that was just killed may still hold a file; the rest is the kernel's business.
    await execute("umount", ["--lazy", this.directory]);
  }

  private get filler(): string {
    return join(this.directory, "filler");
  }
}

async function writeToTheEnd(file: FileHandle): Promise<void> {
  for (let size = BLOCK.length; size >= 1;) {
    try {
      await file.write(BLOCK, 0, size);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      size >>= 1;
    }
  }
}
