import { BinnacleClient } from "@binnacle/client";
import { BASE_PATH } from "../base-path.js";
import { parseExactly } from "../values/exact-number.js";
import { session } from "../session/session.js";

/** The provider that served this page. */
export const client = new BinnacleClient({
  baseUrl: new URL(BASE_PATH, location.origin).href,
  token: () => session.token,
  parse: parseExactly,
});
