import type { KubernetesOptions } from "./kubernetes.options.js";

/** Where something belongs in the catalog. */
export interface Place {
  service: string;
  environment: string;
}

type PlaceOptions = Pick<KubernetesOptions, "serviceLabels" | "environment" | "environmentLabel" | "environmentNames">;
type Labels = Readonly<Record<string, string>> | undefined;

/** The place of a workload by its labels (the first that have it), its namespace and its own name. */
export function placeOf(name: string, namespace: string, labels: readonly Labels[], options: PlaceOptions): Place {
  const service = firstLabel(options.serviceLabels, labels) ?? name;
  if (options.environment !== undefined) return { service, environment: options.environment };
  const wanted = options.environmentLabel === undefined ? [] : [options.environmentLabel];
  const found = firstLabel(wanted, labels) ?? namespace;
  return { service, environment: options.environmentNames?.[found] ?? found };
}

function firstLabel(names: readonly string[], labels: readonly Labels[]): string | undefined {
  for (const name of names) {
    for (const candidates of labels) if (candidates?.[name]) return candidates[name];
  }
  return undefined;
}
