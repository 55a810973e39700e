import "reflect-metadata";
import { ConfigurationError } from "@binnacle/errors";
import { Transform, Type } from "class-transformer";
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsOptional,
  IsString,
  Matches,
  ValidateBy,
  ValidateNested,
} from "class-validator";
import { readConfigFile } from "./config-file.js";
import { validateConfiguration } from "./validate-configuration.js";

/** As the contract has it; this lib knows nothing of the catalog but the form of its configuration. */
const TYPE = /^[A-Za-z][A-Za-z0-9._:-]{0,127}$/;
const TYPE_MESSAGE = "$property must be a reading type: a letter first, then letters, digits or any of . _ : -";
const NAME_MESSAGE = "$property must be a letter, then letters, digits, _ or -, 64 characters at most";
const PATH_MESSAGE = "$property must be the keys that lead to the value, such as [owner, team]; 0 is an array's first";
/** As deep as a value may be. */
const MAX_PATH_LENGTH = 64;
const PATH_SCHEMA = { type: "array", items: { type: ["string", "integer"] }, minItems: 1, maxItems: MAX_PATH_LENGTH };
const MAX_FIELDS = 100;

/** A place in the values of a reading type that lists are filtered and sorted by, and that has an index of its own. */
export class DeclaredField {
  /** What `field=` and `sort=` call it. */
  @IsString()
  @Matches(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, { message: NAME_MESSAGE })
  name!: string;

  @IsString()
  @Matches(TYPE, { message: TYPE_MESSAGE })
  readingType!: string;

  /** The keys from the value down; the digits of a number choose an array's element, from 0. */
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(keyText) : value))
  @ValidateBy({
    name: "keys",
    constraints: [{ schema: PATH_SCHEMA }],
    validator: { validate: areKeys, defaultMessage: () => PATH_MESSAGE },
  })
  path!: string[];
}

/** How the Readings of one type are kept. */
export class ReadingTypeSettings {
  /** Every accepted snapshot is also kept in the series of its type. */
  @IsOptional()
  @IsBoolean()
  keepHistory?: boolean;

  /** An index of all places in the values, which `where` uses; writing the type costs up to three times as much. */
  @IsOptional()
  @IsBoolean()
  indexValues?: boolean;
}

/** The section `fields`. */
export class DeclaredFields {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_FIELDS)
  @ArrayUnique((field: DeclaredField | null) => field?.name, {
    message: "$property must not hold two of the same name",
  })
  @ValidateNested({ each: true, message: "$property must hold mappings only" })
  @Type(() => DeclaredField)
  fields?: DeclaredField[] | null;
}

/** What `binnacle.yaml` says of the catalog, for every process that works with it. */
export interface CatalogConfiguration {
  fields: readonly DeclaredField[];
  /** By reading type; one that is not in here has the defaults. */
  readingTypes: ReadonlyMap<string, ReadingTypeSettings>;
}

/**
 * Reads the sections `fields` and `readingTypes` of `binnacle.yaml`; the rest of the file is for others. Without a file nothing is declared.
 * @throws ConfigurationError with a line for every fault, naming file and key
 */
export async function readCatalogConfiguration(file: string | undefined): Promise<CatalogConfiguration> {
  if (file === undefined) return { fields: [], readingTypes: new Map() };
  const content = await readConfigFile(file);
  if (!isMapping(content)) throw new ConfigurationError([`${file} must hold a mapping of keys to values`]);
  const faults: string[] = [];
  const fields = collectFaults(faults, () => readFields(content["fields"], file)) ?? [];
  const readingTypes = readReadingTypes(content["readingTypes"] ?? {}, file, faults);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return { fields, readingTypes };
}

function readFields(fields: unknown, file: string): DeclaredField[] {
  return validateConfiguration(DeclaredFields, { fields }, file).fields ?? [];
}

function readReadingTypes(section: unknown, file: string, faults: string[]): Map<string, ReadingTypeSettings> {
  const settings = new Map<string, ReadingTypeSettings>();
  if (!isMapping(section)) {
    faults.push(`${file}: readingTypes must hold a mapping of reading types to their settings`);
    return settings;
  }
  for (const [type, content] of Object.entries(section)) {
    const where = `${file}: readingTypes.${type}`;
    if (!TYPE.test(type)) faults.push(`${where}: ${TYPE_MESSAGE.replace("$property", "the key")}`);
    const read = collectFaults(faults, () => validateConfiguration(ReadingTypeSettings, content ?? {}, where));
    if (read) settings.set(type, read);
  }
  return settings;
}

function collectFaults<T>(faults: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

function isMapping(content: unknown): content is Record<string, unknown> {
  return typeof content === "object" && content !== null && !Array.isArray(content);
}

/** YAML reads `0` as a number. */
function keyText(key: unknown): unknown {
  return typeof key === "number" && Number.isSafeInteger(key) && key >= 0 ? String(key) : key;
}

/** PostgreSQL's text holds no U+0000. */
function areKeys(path: unknown): boolean {
  return (
    Array.isArray(path) &&
    path.length > 0 &&
    path.length <= MAX_PATH_LENGTH &&
    path.every((key) => typeof key === "string" && key.length <= 1024 && key.isWellFormed() && !key.includes("\0"))
  );
}
