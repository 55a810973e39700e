/** Stands for a value that is no percent-encoded UTF-8. */
export const UNDECODABLE: unique symbol = Symbol("UNDECODABLE");

export type RawParameters = Record<string, string | typeof UNDECODABLE | (string | typeof UNDECODABLE)[]>;

/** Parses a query string. Unlike lenient parsers it hides nothing: what cannot be decoded is marked, every key is kept. */
export function parseQueryString(text: string): RawParameters {
  const parameters = Object.create(null) as RawParameters;
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const rawKey = equals === -1 ? pair : pair.slice(0, equals);
    const decodedKey = decode(rawKey);
    const key = decodedKey === UNDECODABLE ? rawKey : decodedKey;
    const value = equals === -1 ? "" : decode(pair.slice(equals + 1));
    const known = parameters[key];
    if (known === undefined) parameters[key] = value;
    else if (Array.isArray(known)) known.push(value);
    else parameters[key] = [known, value];
  }
  return parameters;
}

function decode(text: string): string | typeof UNDECODABLE {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return UNDECODABLE;
  }
}
