/** The digest of a version's archive, where it has one only: most have an archive for each platform, and the digest of one of them would mislead. */
export function pythonIntegrity(hashes: readonly string[]): string | undefined {
  const [, algorithm, digest = ""] = /^(sha256|sha384|sha512):((?:[0-9a-f]{2})+)$/.exec(hashes[0] ?? "") ?? [];
  if (hashes.length !== 1 || algorithm === undefined) return undefined;
  return `${algorithm}-${Buffer.from(digest, "hex").toString("base64")}`;
}
