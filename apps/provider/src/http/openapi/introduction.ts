import type { DocumentBuilder } from "@nestjs/swagger";

const DESCRIPTION = `
The catalog of everything you run, and what was last read off it: **Resources**, and the **Readings** taken of them.

**Lists** are answered in pages, \`{items, nextCursor}\`: \`limit\` says how many items a page may have, \`cursor\` asks for the next
one with the \`nextCursor\` of the page before. A page may hold fewer than \`limit\` while another follows; \`nextCursor: null\` is the
end. A walk gives every item that existed throughout exactly once. The cursor of another list is refused.

**Whole lists**: with \`Accept: application/x-ndjson\` all items are answered, one a line, without pages. \`limit\` caps them all then,
and there is no cap without it; what a page has besides items is not told, but \`X-Is-Partial: true\` where the first
page says so; a list that turns out later to be partial is cut off. An answer
that is cut off before its end is an error: the connection ends without the last chunk.

**Times** are printed as \`YYYY-MM-DDTHH:MM:SS.ffffffZ\`. **Values** come digit for digit as PostgreSQL prints them; parse them with
something that keeps large numbers where those matter.

**Errors** are problems (RFC 9457), \`application/problem+json\`, with a \`code\` for programs and, for status 400, \`errors\`. Parameters
that are unknown, empty, malformed, or repeated where they may not be are refused. A path or method that there is none of is answered
404. \`HEAD\` is answered wherever \`GET\` is.

**Tokens** come in the header \`Authorization: Bearer\`, never in a URL; each opens what its scopes allow. Browsers may read this page
with a token as the password that they ask for. Without authentication, on loopback, nobody needs one.

**Caching**: what \`GET\` answers has a weak \`ETag\`, and \`If-None-Match\` is answered 304 where nothing changed. Answers are compressed
as \`Accept-Encoding\` allows (br, gzip).
`.trim();

/** What the document says of the API as a whole. */
export function introduce(builder: DocumentBuilder): DocumentBuilder {
  return builder
    .setTitle("Binnacle")
    .setDescription(DESCRIPTION)
    .setLicense("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0")
    .addServer("./", "Where this document is served")
    .addTag("Resources", "What is tracked, physical or logical, addressed by type and name")
    .addTag("Readings", "JSON documents about Resources: snapshots and time series")
    .addTag("Types", "What there is of each type")
    .addTag("Intake", "Publishing records over HTTP")
    .addTag("Sources", "Who publishes")
    .addTag("Rejections", "Records that could not be accepted")
    .addTag("Audit", "Who changed what through the API")
    .addTag("Housekeeping", "What is removed by rule: plans to approve, runs to undo")
    .addTag("Contract", "What collectors publish, and how they name things")
    .addTag("Health", "What the process says of itself");
}
