import { Matches } from "class-validator";

/** The name of an environment variable, as the options `…From` want it for a secret; with `each` a list of such. */
export function IsVariableName({ each = false } = {}): PropertyDecorator {
  const message = each
    ? "$property must hold names of environment variables"
    : "$property must be the name of an environment variable";
  return Matches(/^[A-Za-z_][A-Za-z0-9_]*$/, { each, message });
}
