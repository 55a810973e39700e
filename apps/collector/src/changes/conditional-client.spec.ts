import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { SourceClient } from "@binnacle/collector";
import { ConditionalClient } from "./conditional-client.js";
import { sendJson, SourceServer } from "../testing/source-server.js";

let server: SourceServer;
/** What the source holds at each path; its `ETag` is the text itself. */
let contents: Record<string, string>;
let statuses: string[];

beforeEach(async () => {
  contents = { "/a": '["aaaa"]', "/b": '["bbbb"]', "/c": '["cccc"]' };
  statuses = [];
  server = await SourceServer.start(({ url, headers }, response) => {
    const text = contents[url.split("?")[0]!]!;
    const isSame = headers["if-none-match"] === `"${text.length}${text[2]}"`;
    statuses.push(`${url} ${isSame ? 304 : 200}`);
    if (isSame) response.writeHead(304).end();
    else sendJson(response, text, { headers: { etag: `"${text.length}${text[2]}"` } });
  });
});

afterEach(() => server.close());

describe(ConditionalClient.name, () => {
  it("gives what it was told once, until that changes", async () => {
    const client = clientWith();
    const read = async () => (await client.get("/a")).json();
    expect([await read(), await read()]).toEqual([["aaaa"], ["aaaa"]]);
    contents["/a"] = '["new"]';
    expect([await read(), await read()]).toEqual([["new"], ["new"]]);
    expect(statuses).toEqual(["/a 200", "/a 304", "/a 200", "/a 304"]);
  });

  it("tells queries apart", async () => {
    const client = clientWith();
    for (const page of [1, 2, 1]) await client.get("/a", { query: { page } });
    expect(statuses).toEqual(["/a?page=1 200", "/a?page=2 200", "/a?page=1 304"]);
  });

  it("forgets first what was not asked for longest", async () => {
    const client = clientWith(16);
    for (const path of ["/a", "/b", "/a", "/c", "/a", "/b"]) await client.get(path);
    expect(statuses).toEqual(["/a 200", "/b 200", "/a 304", "/c 200", "/a 304", "/b 200"]);
  });

  it("does not keep what is larger than all that it may keep", async () => {
    const client = clientWith(16);
    contents["/b"] = JSON.stringify(["b".repeat(100)]);
    for (const path of ["/a", "/b", "/a", "/b"]) await client.get(path);
    expect(statuses).toEqual(["/a 200", "/b 200", "/a 304", "/b 200"]);
  });

  it("walks a list by its links to its end", async () => {
    const entries = await Array.fromAsync(listOf({ "?per_page=2": [1, 2], "?page=2": [3, 4], "?page=3": [5] }));
    expect(entries).toEqual([1, 2, 3, 4, 5]);
    expect(server.requests.map(({ url }) => url)).toEqual(["/list?per_page=2", "/list?page=2", "/list?page=3"]);
  });

  it("does not take a list that goes in circles for a whole one", async () => {
    const found: number[] = [];
    const walk = async () => {
      for await (const entry of listOf({ "?per_page=2": [1], "?page=2": [2] }, "?page=2")) found.push(entry);
    };
    await expect(walk()).rejects.toThrow("/list leads to a page that came before");
    expect(found).toEqual([1, 2]);
  });
});

/** A list in these pages, by their queries; after the last one comes `then`, if anything. */
function listOf(pages: Record<string, number[]>, then?: string): AsyncGenerator<number> {
  const queries = Object.keys(pages);
  server.answer = ({ url }, response) => {
    const query = url.slice("/list".length);
    const next = queries[queries.indexOf(query) + 1] ?? then;
    sendJson(response, pages[query], { headers: next === undefined ? {} : { link: `</list${next}>; rel="next"` } });
  };
  return clientWith().entries<number>("/list", { per_page: 2 });
}

function clientWith(maxKeptBytes?: number): ConditionalClient {
  return new ConditionalClient(new SourceClient({ baseUrl: server.url, retries: 0 }), maxKeptBytes);
}
