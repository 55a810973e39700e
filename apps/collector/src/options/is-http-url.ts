import { IsUrl } from "class-validator";

/**
 * Where something is asked by HTTP; with `each` a list of such. A URL stands in logs and in the catalog, so it holds no credentials; `fetch` refuses
 * those anyway.
 */
export function IsHttpUrl({ each = false } = {}): PropertyDecorator {
  const urls = { protocols: ["http", "https"], require_protocol: true, require_tld: false, disallow_auth: true };
  const message = "$property must be an http or https URL without credentials";
  return IsUrl(urls, { each, message: each ? `each of ${message}` : message });
}
