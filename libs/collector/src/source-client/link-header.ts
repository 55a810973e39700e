// One link: <target>, then its parameters up to the comma before the next link. Commas may stand in targets and in quotes.
const LINK = /<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s";,]*))?)*)/g;
const RELATION = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]+))/i;

/** The target of the link with this relation in a `Link` header (RFC 8288). */
export function linkTarget(header: string | null, relation: string): string | undefined {
  for (const [, target, parameters = ""] of (header ?? "").matchAll(LINK)) {
    const [, quoted, plain] = RELATION.exec(parameters) ?? [];
    const relations = (quoted ?? plain ?? "").toLowerCase().split(/\s+/);
    if (relations.includes(relation)) return target;
  }
  return undefined;
}
