import { maskCredentials } from "@binnacle/platform";

const MASK = "***";
const SECRET_NAME = /pass|pwd|secret|token|credential|private|api[._-]?key|access[._-]?key|auth/i;
/** Options of the virtual machine whose values are commands or paths of others' making. */
const FREE_TEXT = /^-XX:(?:On\w+|Flags|VMOptionsFile)=/;

/** The properties that were asked for, sorted; one whose name speaks of a secret is masked all the same. */
export function selectParameters(
  properties: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
): Record<string, string> {
  const selected = allowed.toSorted().flatMap((name) => {
    const value = properties[name];
    if (typeof value !== "string") return [];
    return [[name, SECRET_NAME.test(name) ? MASK : maskSecrets(value)] as const];
  });
  return Object.fromEntries(selected);
}

/**
 * The arguments of a virtual machine without what may be secret in them: the values of properties that nobody asked for, what is handed to agents, and
 * whatever is no option of a known kind.
 */
export function maskArguments(given: readonly unknown[], allowed: readonly string[]): string[] {
  return given.filter((argument) => typeof argument === "string").map((argument) => maskArgument(argument, allowed));
}

function maskArgument(argument: string, allowed: readonly string[]): string {
  const [, name] = /^-D([^=]+)=/s.exec(argument) ?? [];
  if (name !== undefined) {
    const isPublic = allowed.includes(name) && !SECRET_NAME.test(name);
    return isPublic ? maskSecrets(argument) : `-D${name}=${MASK}`;
  }
  const isKnown = /^-(?:X|ea|da|server|client|verbose)|^--(?:add|enable|limit|module|upgrade|illegal)/.test(argument);
  if (isKnown && !FREE_TEXT.test(argument)) return argument;
  const equals = argument.indexOf("=");
  return equals < 0 ? argument : `${argument.slice(0, equals)}=${MASK}`;
}

/** URLs hold secrets before the host and among their parameters. */
function maskSecrets(text: string): string {
  return maskCredentials(text).replaceAll(/([?&;][^=&;]*(?:pass|pwd|secret|token|key)[^=&;]*=)[^&;]*/gi, `$1${MASK}`);
}
