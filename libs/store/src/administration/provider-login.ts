import { randomBytes } from "node:crypto";
import { createDataSource } from "../data-source.js";

const ROLE = "binnacle_provider";
const NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Makes a login that may do what the provider does and nothing else, or gives an old one a new password. Returns the URL to log in with.
 * The role that it belongs to is made by the migrations; the user of `url` must be allowed to make roles.
 */
export async function createProviderLogin(url: string, name = "binnacle_provider_login"): Promise<string> {
  if (!NAME.test(name)) throw new RangeError(`${name} is no plain name of a role`);
  const password = randomBytes(24).toString("base64url");
  const dataSource = await createDataSource({ url, applicationName: "binnacle-roles", poolSize: 1 }).initialize();
  try {
    const known = await dataSource.query("SELECT FROM pg_roles WHERE rolname = $1", [name]);
    // A password made of letters, digits, - and _ needs no quoting.
    if (known.length === 0) await dataSource.query(`CREATE ROLE ${name} LOGIN PASSWORD '${password}' IN ROLE ${ROLE}`);
    else await dataSource.query(`ALTER ROLE ${name} PASSWORD '${password}'`);
  } finally {
    await dataSource.destroy();
  }
  const login = new URL(url);
  login.username = name;
  login.password = password;
  return login.href;
}
