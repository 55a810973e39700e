/** What a registry asks for before it answers, in `WWW-Authenticate`. */
export interface RegistryChallenge {
  scheme: "bearer" | "basic";
  /** Of `bearer`: where a token is to be had. */
  realm?: string;
  service?: string;
  scope?: string;
}

/** Reads the challenge of https://distribution.github.io/distribution/spec/auth/token/; `undefined`: none that is known. */
export function parseChallenge(header: string | null): RegistryChallenge | undefined {
  const [, scheme, parameters = ""] = /^\s*(bearer|basic)\b\s*(.*)$/i.exec(header ?? "") ?? [];
  if (scheme === undefined) return undefined;
  const stated = new Map(
    [...parameters.matchAll(/(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/g)].map(
      ([, name = "", quoted, plain]) => [name.toLowerCase(), quoted?.replace(/\\(.)/g, "$1") ?? plain ?? ""] as const,
    ),
  );
  const [realm, service, scope] = [stated.get("realm"), stated.get("service"), stated.get("scope")];
  return {
    scheme: scheme.toLowerCase() as "bearer" | "basic",
    ...(realm === undefined ? {} : { realm }),
    ...(service === undefined ? {} : { service }),
    ...(scope === undefined ? {} : { scope }),
  };
}
