import { glob, open } from "node:fs/promises";

export type FileContent = { path: string; text: string } | { path: string; fault: string };

/** Reads the files that the patterns name, each once, in the order of their paths; a pattern that names none is a fault of its own. */
export async function* readFiles(patterns: readonly string[], maxBytes: number): AsyncGenerator<FileContent> {
  const paths = new Set<string>();
  for (const pattern of patterns) {
    const found = await Array.fromAsync(glob(pattern));
    if (found.length === 0) yield { path: pattern, fault: "there is no such file" };
    for (const path of found) paths.add(path);
  }
  for (const path of [...paths].toSorted()) yield await readOne(path, maxBytes);
}

async function readOne(path: string, maxBytes: number): Promise<FileContent> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    if (size > maxBytes) return { path, fault: `is ${size} bytes long, more than the ${maxBytes} that are read` };
    return { path, text: await file.readFile("utf8") };
  } catch (error) {
    return { path, fault: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}
