import { isValidSource, parseTimestamp } from "@binnacle/contract";
import { ConfigurationError } from "@binnacle/errors";
import { validateConfiguration } from "@binnacle/platform";
import { Type } from "class-transformer";
import { ArrayNotEmpty, IsArray, IsOptional, IsString, Matches, ValidateNested } from "class-validator";
import { parseGrant, SCOPE_SYNTAX, type Grant } from "../grant.js";
import { GrantedScopes } from "../granted-scopes.js";
import type { Principal } from "../principal.js";
import { parseHash } from "./token.js";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}$/;

class TokenEntry {
  @Matches(NAME, { message: "name must be 1 to 128 letters, digits and . _ : @ / -" })
  name!: string;

  @IsString()
  hash!: string;

  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  scopes!: string[];

  @IsOptional()
  @IsString()
  source?: string | null;

  @IsOptional()
  @IsString()
  expiresOn?: string | null;
}

class TokenFile {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => TokenEntry)
  tokens!: TokenEntry[];
}

/** Somebody who holds a token. */
export interface TokenHolder {
  digest: Buffer;
  principal: Principal;
  /** Milliseconds since 1970; `Infinity`: never. */
  expiresAt: number;
}

/**
 * Reads what a token file holds.
 * @param where what the faults name first: the file's path
 * @throws ConfigurationError with one line for every fault, each naming its entry
 */
export function readTokenFile(content: unknown, where: string): TokenHolder[] {
  const { tokens } = validateConfiguration(TokenFile, content, where);
  const faults: string[] = [];
  const holders = tokens.map((entry, index) => {
    const others = tokens.slice(0, index);
    const entryFaults: string[] = [];
    const holder = readEntry(entry, entryFaults);
    if (others.some(({ name }) => name === entry.name)) entryFaults.push("name is that of an entry before");
    if (others.some(({ hash }) => hash === entry.hash)) entryFaults.push("hash is that of an entry before");
    faults.push(...entryFaults.map((fault) => `${where}: tokens[${index}] (${entry.name}): ${fault}`));
    return holder;
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
  return holders;
}

function readEntry({ name, hash, scopes, source, expiresOn }: TokenEntry, faults: string[]): TokenHolder {
  const digest = parseHash(hash);
  if (!digest) faults.push("hash must be sha256: and 64 hexadecimal digits, as npm run token prints it");
  const grants = scopes.flatMap((text): Grant[] => {
    const grant = parseGrant(text);
    if (!grant) faults.push(`scope ${JSON.stringify(text)} is not known; there are ${SCOPE_SYNTAX}`);
    return grant ? [grant] : [];
  });
  const granted = new GrantedScopes(grants);
  if (source != null && !(isValidSource(source) && granted.maySpeakAs(source))) {
    faults.push("source must be one that its scopes publish: or remove: name");
  }
  const expiry = expiresOn == null ? undefined : parseTimestamp(expiresOn);
  if (expiresOn != null && expiry === undefined) faults.push("expiresOn must be a time such as 2027-01-31T00:00:00Z");
  return {
    digest: digest ?? Buffer.alloc(0),
    principal: { name, scopes: granted, source: source ?? granted.onlySource() },
    expiresAt: expiry === undefined ? Infinity : Date.parse(expiry),
  };
}
