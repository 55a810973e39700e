/** A Resource, or what is said to be one, by what tells it apart. */
export interface ResourceLabel {
  id: string;
  type: string;
  name: string;
}

export function labelOf({ id, type, name }: ResourceLabel): ResourceLabel {
  return { id, type, name };
}

/** By type and name in the order of UTF-16 code units. */
export function compareLabels(a: ResourceLabel, b: ResourceLabel): number {
  if (a.type !== b.type) return a.type < b.type ? -1 : 1;
  return a.name < b.name ? -1 : Number(a.name > b.name);
}
