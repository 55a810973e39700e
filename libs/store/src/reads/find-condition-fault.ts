import type { Database } from "./database.js";

const STATEMENT = {
  name: "find-condition-fault",
  text: `
SELECT coalesce(jsonb_typeof(items -> 0) IN ('boolean', 'null') AND jsonb_array_length(items) = 1, false) AS "isPredicate"
FROM jsonb_path_query_array('{}', $1::jsonpath, '{}', true) AS q (items)`,
};

/** Syntax error, undefined object (a variable), and what a text is not. */
const REFUSED = /^(?:42601|42704|22...)$/;

/**
 * Why an SQL/JSON path is no condition; `undefined` if it is one. Only a predicate gives true, false or unknown for whatever value.
 * @throws TransientError if the database does not answer
 */
export async function findConditionFault(database: Database, condition: string): Promise<string | undefined> {
  try {
    const [row] = await database.query<{ isPredicate: boolean }>(STATEMENT, [condition]);
    return row!.isPredicate ? undefined : "is a path and no condition, which would be such as $.a == 1 or exists($.b)";
  } catch (error) {
    const { code = "", message } = error as { code?: string; message: string };
    if (REFUSED.test(code)) return `is no SQL/JSON path: ${message}`;
    throw error;
  }
}
