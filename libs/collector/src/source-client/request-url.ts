import type { Query } from "./source-client-options.js";

/** The URL of a path below `base`, which may itself have a path; or of a whole URL. */
export function requestUrl(base: URL, path: string, query: Query = {}): URL {
  const url = /^https?:\/\//i.test(path) ? new URL(path) : below(base, path);
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values].flat()) if (value !== undefined) url.searchParams.append(name, String(value));
  }
  return url;
}

function below(base: URL, path: string): URL {
  const url = new URL(base);
  const [, pathname = "", search = ""] = /^([^?]*)(\?.*)?$/s.exec(path) ?? [];
  const [start, end] = [url.pathname.replace(/\/+$/, ""), pathname.replace(/^\/+/, "")];
  url.pathname = end === "" ? url.pathname : `${start}/${end}`;
  if (search !== "") url.search = search;
  return url;
}
