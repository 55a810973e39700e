import { reading, removal, resource } from "@binnacle/collector";
import { type CatalogRecord, isRawNumber, type JsonValue, parseTimestamp, type Timestamp } from "@binnacle/contract";
import { type Bindings, Expression, ExpressionError } from "./expression.js";
import type { ReadingTemplate, RecordTemplate } from "./record-template.options.js";
import { ValueTemplate } from "./value-template.js";

/** What one item became: records, and what could not be made of it. */
export interface MappedItem {
  records: CatalogRecord[];
  /** `records[0].name: … on {"id":7}` */
  faults: string[];
}

interface CompiledReading {
  source: ReadingTemplate;
  value: ValueTemplate;
  expressions: Compiled<"forEach" | "when" | "collectedOn">;
}

interface CompiledTemplate {
  source: RecordTemplate;
  expressions: Compiled<"name" | "forEach" | "when" | "observedOn" | "removedOn">;
  parentName: Expression | undefined;
  readings: CompiledReading[];
}

type Compiled<K extends string> = Record<K, Expression | undefined>;

/** How much of an item a fault shows. */
const SHOWN_CHARACTERS = 160;

/** Makes records of items by the templates of a configuration. A fault costs what it is in, and nothing beside it. */
export class RecordMapping {
  private readonly templates: CompiledTemplate[];

  /** The templates are valid: their expressions compile. */
  constructor(templates: readonly RecordTemplate[]) {
    this.templates = templates.map((source) => ({
      source,
      expressions: compile(source, ["name", "forEach", "when", "observedOn", "removedOn"]),
      parentName: source.parent && new Expression(source.parent.name),
      readings: source.readings.map((entry) => ({
        source: entry,
        value: new ValueTemplate(entry.value),
        expressions: compile(entry, ["forEach", "when", "collectedOn"]),
      })),
    }));
  }

  /** @param bindings what expressions may use beside the item, which is `$item` */
  async map(item: unknown, bindings: Bindings = {}): Promise<MappedItem> {
    const mapped: MappedItem = { records: [], faults: [] };
    const bound = { ...bindings, item };
    for (const [index, template] of this.templates.entries()) {
      const at = `records[${index}]`;
      await guarded(mapped, at, item, async () => {
        for (const part of await partsOf(template.expressions.forEach, item, bound)) {
          await guarded(mapped, at, part, () => mapPart(template, at, part, bound, mapped));
        }
      });
    }
    return mapped;
  }
}

async function mapPart(template: CompiledTemplate, at: string, part: unknown, bound: Bindings, mapped: MappedItem) {
  const { source, expressions, parentName, readings } = template;
  const ask = (key: keyof typeof expressions) => evaluate(expressions[key], `.${key}`, part, bound);
  if (expressions.when && !isTrue(await ask("when"), ".when")) return;
  const name = nameOf(await ask("name"), ".name");
  if (name === undefined) throw new ExpressionError(".name: gives nothing");
  const address = { type: source.type, name };

  const removedOn = timeOf(await ask("removedOn"), ".removedOn");
  if (removedOn !== undefined) {
    mapped.records.push(removal(address, { removedOn }));
    return;
  }
  if (!source.readingsOnly) {
    const parent = nameOf(await evaluate(parentName, ".parent.name", part, bound), ".parent.name");
    const observedOn = timeOf(await ask("observedOn"), ".observedOn");
    mapped.records.push(
      resource(address, {
        ...(parent === undefined ? {} : { parent: { type: source.parent!.type, name: parent } }),
        ...(observedOn === undefined ? {} : { observedOn }),
        ...(source.expiresAfter === undefined ? {} : { expiresAfter: source.expiresAfter }),
      }),
    );
  }
  for (const [index, entry] of readings.entries()) {
    const where = `${at}.readings[${index}]`;
    await guarded(mapped, where, part, async () => {
      for (const each of await partsOf(entry.expressions.forEach, part, bound)) {
        await guarded(mapped, where, each, () => mapReading(entry, address, each, bound, mapped));
      }
    });
  }
}

async function mapReading(
  { source, value, expressions }: CompiledReading,
  address: { type: string; name: string },
  part: unknown,
  bound: Bindings,
  mapped: MappedItem,
): Promise<void> {
  const ask = (key: keyof typeof expressions) => evaluate(expressions[key], `.${key}`, part, bound);
  if (expressions.when && !isTrue(await ask("when"), ".when")) return;
  const content = await within(".value", () => value.evaluate(part, bound));
  if (content === undefined) return;
  const collectedOn = timeOf(await ask("collectedOn"), ".collectedOn");
  if (collectedOn === undefined && expressions.collectedOn) throw new ExpressionError(".collectedOn: gives nothing");
  const fields = { storageMode: source.storageMode, ...(collectedOn === undefined ? {} : { collectedOn }) };
  mapped.records.push(reading(address, source.type, content, fields));
}

function compile<K extends string>(source: Partial<Record<K, string>>, keys: readonly K[]): Compiled<K> {
  const compiled = keys.map((key) => [key, source[key] === undefined ? undefined : new Expression(source[key])]);
  return Object.fromEntries(compiled) as Compiled<K>;
}

/** The item itself without `forEach`. */
async function partsOf(forEach: Expression | undefined, item: unknown, bound: Bindings): Promise<unknown[]> {
  if (forEach === undefined) return [item];
  return listOf(await evaluate(forEach, ".forEach", item, bound));
}

/** What an expression gives is a list, one thing, or nothing. */
export function listOf(result: unknown): unknown[] {
  return Array.isArray(result) ? [...(result as unknown[])] : result === undefined ? [] : [result];
}

function evaluate(expression: Expression | undefined, key: string, input: unknown, bound: Bindings): Promise<unknown> {
  return expression === undefined ? Promise.resolve(undefined) : within(key, () => expression.evaluate(input, bound));
}

async function within<T>(key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { message } = error as Error;
    throw new ExpressionError(
      message.startsWith(".") || message.startsWith("[") ? `${key}${message}` : `${key}: ${message.replace(/^: /, "")}`,
    );
  }
}

/** Notes an ExpressionError with its place and the item; anything else is an error of ours and thrown. */
async function guarded(mapped: MappedItem, at: string, item: unknown, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    mapped.faults.push(`${at}${error.message}, on ${shown(item)}`);
  }
}

function isTrue(result: unknown, key: string): boolean {
  if (result === true) return true;
  if (result === false || result === undefined || result === null) return false;
  throw new ExpressionError(`${key}: gives ${shown(result)}, which is neither true nor false`);
}

function nameOf(result: unknown, key: string): string | undefined {
  if (result === undefined || result === null || result === "") return undefined;
  if (typeof result === "string") return result;
  if (typeof result === "number" || isRawNumber(result as JsonValue)) return JSON.stringify(result);
  throw new ExpressionError(`${key}: gives ${shown(result)}, which is no name`);
}

function timeOf(result: unknown, key: string): Timestamp | undefined {
  if (result === undefined || result === null || result === "") return undefined;
  const time = typeof result === "string" ? parseTimestamp(result) : undefined;
  if (time === undefined) {
    throw new ExpressionError(`${key}: gives ${shown(result)}, which is no RFC 3339 time; $fromMillis(…) makes one`);
  }
  return time;
}

/** The first characters of it as JSON. */
export function shown(item: unknown): string {
  const text = JSON.stringify(item) ?? "nothing";
  const points = Array.from(text.slice(0, 2 * SHOWN_CHARACTERS));
  return points.length > SHOWN_CHARACTERS ? `${points.slice(0, SHOWN_CHARACTERS).join("")}…` : text;
}
