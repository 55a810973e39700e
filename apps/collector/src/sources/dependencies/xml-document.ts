import { type CheerioAPI, load } from "cheerio";
import { type Advice, usableText } from "./lockfile-text.js";
import { LockfileError } from "./lockfile.js";

/** A selection of elements. */
export type Elements = ReturnType<CheerioAPI>;

/**
 * The root element of an XML document. No entities are resolved but those of XML itself, and nothing is fetched.
 * @throws LockfileError if the root is another, or was cut off: the parser forgives both
 */
export function parseXmlText(text: string, root: string, advice: Advice): Elements {
  const usable = usableText(text, advice);
  const document = load(usable, { xml: true });
  const found = document.root().children(root);
  if (found.length !== 1) throw new LockfileError(`it is no XML document with the root \`${root}\`: ${advice.rewrite}`);
  const end = usable.replace(/(?:\s|<!--(?:[^-]|-(?!->))*-->)+$/, "");
  if (!end.endsWith(`</${root}>`)) throw new LockfileError(`it ends before \`</${root}>\`: ${advice.rewrite}`);
  return found;
}

/** The text of a child, if it has any. */
export function childText(element: Elements, name: string): string | undefined {
  const text = element.children(name).first().text().trim();
  return text === "" ? undefined : text;
}

/** Each of the selected elements, as a selection of its own. */
export function each(elements: Elements): Elements[] {
  return Array.from({ length: elements.length }, (_, index) => elements.eq(index));
}

export function elementName(element: Elements): string {
  const node = element.get(0);
  return node !== undefined && "name" in node ? node.name : "";
}
