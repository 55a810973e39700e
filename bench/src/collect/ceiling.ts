import { readFile } from "node:fs/promises";
import { get } from "node:http";

/** The least that a collector has to do: get the same documents, and parse them. Says what it took on standard error, as JSON. */
export interface Ceiling {
  milliseconds: number;
  bytes: number;
}

const CEILINGS: Record<string, (args: string[]) => Promise<number>> = {
  /** The pages of lists of a Kubernetes API, one after another, as a continued list has to be read. */
  async lists(urls) {
    let bytes = 0;
    for (const url of urls) {
      let next: string | undefined = "";
      while (next !== undefined) {
        const text = await (await fetch(`${url}?limit=500${next && `&continue=${next}`}`)).text();
        bytes += text.length;
        const page = JSON.parse(text) as { metadata: { continue?: string } };
        next = page.metadata.continue;
      }
    }
    return bytes;
  },
  async file([path = ""]) {
    const text = await readFile(path, "utf8");
    JSON.parse(text);
    return text.length;
  },
  /** So many requests, so many at a time, each by a connection of its own. */
  async probes([url = "", count = "0", concurrency = "1"]) {
    let left = Number(count);
    let bytes = 0;
    const work = async (): Promise<void> => {
      while (left-- > 0) bytes += (await textOf(url)).length;
    };
    await Promise.all(Array.from({ length: Number(concurrency) }, work));
    return bytes;
  },
};

function textOf(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => resolve(text)).on("error", reject);
    }).on("error", reject);
  });
}

const [name = "", ...args] = process.argv.slice(2);
const begin = performance.now();
const bytes = await CEILINGS[name]!(args);
const ceiling: Ceiling = { milliseconds: performance.now() - begin, bytes };
console.error(JSON.stringify(ceiling));
