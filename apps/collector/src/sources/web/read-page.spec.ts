import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { readPage } from "./read-page.js";

const html = readFileSync(new URL("fixtures/services.html", import.meta.url));
const url = new URL("https://wiki.acme.example/services?page=1");

describe(readPage.name, () => {
  it("finds the fields of each item, texts as shown and addresses made absolute, in the page's own encoding", () => {
    const page = readPage(html, "text/html", url, {
      item: "tr.service",
      next: "a.next",
      fields: {
        name: "td.name",
        owner: ".owner",
        tier: { attribute: "data-tier" },
        link: { select: "a", attribute: "href" },
        tags: { select: ".tag", all: true },
        since: { select: ".since", pattern: String.raw`since (\d{4}-\d\d-\d\d)` },
      },
    });
    expect(page).toEqual({
      title: "Services of the shop",
      next: "https://wiki.acme.example/wiki/?page=2",
      items: [
        {
          name: "orders",
          owner: "Team Shop Front",
          tier: "1",
          link: "https://wiki.acme.example/wiki/services/orders",
          tags: ["java", "kafka"],
          since: "2021-04-01",
        },
        { name: "börsen", tier: "2", link: "https://elsewhere.example/b", tags: [] },
      ],
    });
  });

  it("takes the page for the item where no other is named, and the header's word for the encoding", () => {
    const page = readPage(Buffer.from("<h1>b\u00f6rsen</h1>", "latin1"), "text/html; charset=ISO-8859-1", url, {
      item: undefined,
      next: undefined,
      fields: { heading: "h1", gone: "h2" },
    });
    expect(page).toEqual({ title: undefined, next: undefined, items: [{ heading: "börsen" }] });
  });

  it("makes something of what is no page at all", () => {
    const selectors = { item: "tr", next: "a", fields: { name: "td" } };
    expect(readPage(Buffer.from([0, 255, 254]), null, url, selectors).items).toEqual([]);
  });
});
