/** How a kind of event is drawn. The kinds that we know stand in this order, from top to bottom; others follow by name. */
const KINDS: Record<string, { label: string; light: string; dark: string }> = {
  incident: { label: "Incidents", light: "#c92a2a", dark: "#ff8787" },
  deployment: { label: "Deployments", light: "#1864ab", dark: "#74c0fc" },
  health: { label: "Health", light: "#a05a00", dark: "#ffc078" },
  start: { label: "Starts", light: "#2b8a3e", dark: "#8ce99a" },
  stop: { label: "Stops", light: "#5c5f66", dark: "#adb5bd" },
};
const OTHER = { light: "#6741d9", dark: "#b197fc" };

export interface EventKind {
  kind: string;
  label: string;
  color: string;
}

/** What a kind of event is called and coloured. */
export function eventKind(kind: string, scheme: "light" | "dark"): EventKind {
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  return {
    kind,
    label: known?.label ?? `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`,
    color: (known ?? OTHER)[scheme],
  };
}

/** The kinds that there are, in the order in which they are drawn. */
export function orderedKinds(kinds: Iterable<string>): string[] {
  const known = Object.keys(KINDS);
  const rank = (kind: string): number => (known.includes(kind) ? known.indexOf(kind) : known.length);
  return [...new Set(kinds)].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
