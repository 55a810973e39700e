import { ValidateBy } from "class-validator";
import { type Bindings, Expression, ExpressionError, faultOfExpression } from "./expression.js";

/** As the configuration has it: an expression, or a mapping or list of templates; numbers, `true`, `false` and `null` stand for themselves. */
export type ValueTemplateText = string | number | boolean | null | readonly ValueTemplateText[] | ValueTemplateMapping;

interface ValueTemplateMapping {
  readonly [key: string]: ValueTemplateText;
}

type Node = Expression | number | boolean | null | Node[] | Map<string, Node>;

/** How a reading's value is built. */
export class ValueTemplate {
  private readonly root: Node;

  constructor(template: ValueTemplateText) {
    this.root = compile(template);
  }

  /**
   * The value; keys whose expressions give nothing are left out, and `undefined` if there is nothing at all.
   * @throws ExpressionError that names the key, as `.owner.team: …`
   */
  async evaluate(input: unknown, bindings: Bindings): Promise<unknown> {
    return fill(this.root, "", input, bindings);
  }
}

/** A template of a value, each of whose expressions compiles. */
export function IsValueTemplate(): PropertyDecorator {
  return ValidateBy({
    name: "isValueTemplate",
    validator: {
      validate: (value: unknown) => findFault(value, "") === undefined,
      defaultMessage: (args) => `$property${findFault(args?.value, "") ?? ""}`,
    },
  });
}

function findFault(template: unknown, path: string): string | undefined {
  if (typeof template === "string") {
    const fault = faultOfExpression(template);
    return fault === undefined ? undefined : `${path} ${fault}`;
  }
  if (template === undefined) return `${path} must be an expression, or a mapping of keys to expressions`;
  if (typeof template !== "object" || template === null) return undefined;
  for (const [key, part] of Object.entries(template)) {
    const fault = findFault(part, join(path, key, Array.isArray(template)));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function compile(template: ValueTemplateText): Node {
  if (typeof template === "string") return new Expression(template);
  if (typeof template !== "object" || template === null) return template;
  if (Array.isArray(template)) return template.map(compile);
  return new Map(Object.entries(template as ValueTemplateMapping).map(([key, part]) => [key, compile(part)]));
}

async function fill(node: Node, path: string, input: unknown, bindings: Bindings): Promise<unknown> {
  if (node instanceof Expression) {
    try {
      return await node.evaluate(input, bindings);
    } catch (error) {
      throw new ExpressionError(`${path}: ${(error as Error).message}`);
    }
  }
  if (Array.isArray(node)) {
    const items: unknown[] = [];
    for (const [index, part] of node.entries())
      items.push(await fill(part, join(path, String(index), true), input, bindings));
    return items.filter((item) => item !== undefined);
  }
  if (!(node instanceof Map)) return node;
  const entries: [string, unknown][] = [];
  for (const [key, part] of node) {
    const value = await fill(part, join(path, key, false), input, bindings);
    if (value !== undefined) entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

function join(path: string, key: string, isIndex: boolean): string {
  return isIndex ? `${path}[${key}]` : `${path}.${key}`;
}
