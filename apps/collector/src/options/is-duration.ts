import { millisecondsOf } from "@binnacle/collector";
import { ValidateBy } from "class-validator";

const DURATION = /^[1-9]\d{0,5}(ms|s|m|h|d)$/;

/**
 * A duration that `millisecondsOf` reads: `500ms`, `30s`, `5m`, `2h`, `1d`.
 * @param most the longest one; unless it is said, what a timer of Node.js can wait for
 */
export function IsDuration({ most = "24d" } = {}): PropertyDecorator {
  return ValidateBy({
    name: "isDuration",
    constraints: [{ schema: { type: "string", pattern: DURATION.source } }],
    validator: {
      validate: (value: unknown) =>
        typeof value === "string" && DURATION.test(value) && millisecondsOf(value) <= millisecondsOf(most),
      defaultMessage: () => `$property must be a duration such as 500ms, 30s or 5m, of at most ${most}`,
    },
  });
}
