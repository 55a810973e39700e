import { millisecondsOf, parseSchedule } from "@binnacle/collector";
import { isValidType } from "@binnacle/contract";
import { ValidateBy } from "class-validator";

/** A century: dates that are counted back from now stay dates. */
const MAX_DURATION_MS = 36_525 * 86_400_000;
const TEXT = { type: "string" };

/** A duration such as `15m`, `24h` or `400d`; `0s` where none is allowed for. */
export function IsDuration({ orZero = false } = {}): PropertyDecorator {
  const schema = { type: "string", pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" };
  return check("isDuration", `$property must be a duration such as 15m, 24h or 400d`, schema, (value) =>
    orZero && value === "0s" ? true : isParsed(value, (text) => millisecondsOf(text) <= MAX_DURATION_MS),
  );
}

/** `every 5m`, or a cron expression in UTC. */
export function IsSchedule(): PropertyDecorator {
  return check("isSchedule", `$property must be a schedule such as "every 5m" or "17 3 * * *"`, TEXT, (value) =>
    isParsed(value, parseSchedule),
  );
}

/** A type of Resources or Readings. */
export function IsCatalogType({ each = false } = {}): PropertyDecorator {
  const message = each ? "$property must hold types such as HealthCheck" : "$property must be a type such as Service";
  return check("isCatalogType", message, TEXT, (value) => typeof value === "string" && isValidType(value), each);
}

function check(
  name: string,
  message: string,
  /** For editors. */
  schema: object,
  validate: (value: unknown) => boolean,
  each = false,
): PropertyDecorator {
  return ValidateBy(
    { name, constraints: [{ schema }], validator: { validate, defaultMessage: () => message } },
    { each },
  );
}

function isParsed(value: unknown, parse: (text: string) => unknown): boolean {
  if (typeof value !== "string") return false;
  try {
    return parse(value) !== false;
  } catch {
    return false;
  }
}
