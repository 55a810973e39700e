import type { Change } from "@binnacle/store";

/** Which changes a reader wants. */
export class ChangeFilter {
  /** Equal for filters that let the same pass. */
  readonly key: string;
  private readonly types: ReadonlySet<string> | undefined;
  private readonly readingTypes: ReadonlySet<string> | undefined;

  /** Without `types` those of Resources of any type, without `readingTypes` of any Reading or none. */
  constructor({ types, readingTypes }: { types?: readonly string[]; readingTypes?: readonly string[] } = {}) {
    this.types = types && new Set(types);
    this.readingTypes = readingTypes && new Set(readingTypes);
    this.key = JSON.stringify([sorted(this.types), sorted(this.readingTypes)]);
  }

  /** With a Resource go its Readings, so a removal concerns the readers of each reading type. */
  passes([, resourceType, change, readingTypes]: Change): boolean {
    if (this.types?.has(resourceType) === false) return false;
    const { readingTypes: wanted } = this;
    return wanted === undefined || change === "removed" || readingTypes.some((type) => wanted.has(type));
  }
}

function sorted(types: ReadonlySet<string> | undefined): string[] | null {
  return types ? [...types].toSorted() : null;
}
