import type { OpenAPIObject } from "@nestjs/swagger";
import { accessByPath, TOKEN_SCHEME } from "../access/route-access.js";

const SCHEME = {
  type: "http",
  scheme: "bearer",
  description:
    "A token of the provider's file (`BINNACLE_AUTH=tokens`) or a JWT of its issuer (`oidc`); with `none`, on loopback, nobody needs one. " +
    "The names in an operation's requirements are scopes, any of which opens it.",
};

/** Says of every operation what it needs of a token. */
export function describeAccess(document: OpenAPIObject): void {
  document.components = { ...document.components, securitySchemes: { [TOKEN_SCHEME]: SCHEME as never } };
  for (const [path, { get, post, put, patch, delete: remove }] of Object.entries(document.paths)) {
    const access = accessByPath(path);
    for (const operation of [get, post, put, patch, remove]) {
      if (!operation) continue;
      if (access === "public") operation.security = [];
      else if (access) operation.security = access.map((scope) => ({ [TOKEN_SCHEME]: [scope] }));
      else if (!operation.security?.length) throw new Error(`${path} does not say who may use it (@RequireScope)`);
    }
  }
}
