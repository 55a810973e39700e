import { UsageError } from "../command/usage-error.js";
import { printItems, write } from "../output/printer.js";
import { expectFilters, type GetRequest } from "./get-request.js";
import { columnsOf, textsOf } from "./get-lists.js";

/** What a calculation computes; without a name, which there are. */
export async function getCalculation(request: GetRequest, [name, ...pairs]: string[]): Promise<void> {
  const { client, format, filters, terminal } = request;
  expectFilters(filters, "calculation", []);
  const { signal, stdout } = terminal;
  if (name === undefined) {
    const { items } = (await client.get("/calculations", { signal })) as {
      items: { name: string; description: string }[];
    };
    const shown = items.map(({ name, description }) => ({ name, description }));
    await printItems(textsOf(format === "table" ? shown : items), format, stdout, columnsOf);
    return;
  }
  const { data } = await client.api.GET("/calculations/{name}", {
    params: { path: { name }, query: parametersOf(pairs) as never },
    parseAs: "text",
    signal,
  });
  const text = data as unknown as string;
  if (format !== "table") {
    await write(stdout, `${text.trimEnd()}\n`);
    return;
  }
  const { result } = JSON.parse(text) as { result: unknown };
  const rows = rowsOf(result);
  if (rows) await printItems(textsOf(rows), format, stdout, columnsOf);
  else await write(stdout, `${JSON.stringify(result, undefined, 2)}\n`);
}

/** `key=value` as the query's parameters; a key that is repeated is a list. */
function parametersOf(pairs: readonly string[]): Record<string, string[]> {
  const parameters: Record<string, string[]> = {};
  for (const pair of pairs) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined) throw new UsageError(`"${pair}" is no parameter; write KEY=VALUE`);
    (parameters[key] ??= []).push(value);
  }
  return parameters;
}

/** The one list that a result mostly is. */
function rowsOf(result: unknown): object[] | undefined {
  const candidates = Array.isArray(result) ? [result] : Object.values((result ?? {}) as object).filter(Array.isArray);
  const [rows] = candidates;
  const isList = candidates.length === 1 && rows!.every((row: unknown) => typeof row === "object" && row !== null);
  return isList ? (rows as object[]) : undefined;
}
