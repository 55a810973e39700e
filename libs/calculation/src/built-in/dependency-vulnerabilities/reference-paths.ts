import type { CatalogReference } from "../../catalog/catalog-items.js";
import type { ResourceLabel } from "../resource-label.js";

/** References, walked forward from some roots: what is reached, by which path, and from which roots. */
export class ReferencePaths {
  /** The reference by which each Resource was reached first, that is, by the fewest steps. */
  readonly #reachedBy = new Map<string, CatalogReference>();
  readonly #targets = new Map<string, string[]>();

  /** @param references by depth, as `CatalogReader.references` gives them */
  constructor(
    private readonly roots: ReadonlyMap<string, ResourceLabel>,
    references: readonly CatalogReference[],
  ) {
    for (const reference of references) {
      const { resourceId, targetId } = reference;
      const targets = this.#targets.get(resourceId);
      if (targets) targets.push(targetId);
      else this.#targets.set(resourceId, [targetId]);
      if (!roots.has(targetId) && !this.#reachedBy.has(targetId)) this.#reachedBy.set(targetId, reference);
    }
  }

  /** What is reached from the roots, without them. */
  reached(): ResourceLabel[] {
    return [...this.#reachedBy.values()].map(({ targetId, targetType, targetName }) => ({
      id: targetId,
      type: targetType,
      name: targetName,
    }));
  }

  /** A shortest way from a root to a Resource, both included. */
  pathTo(id: string): ResourceLabel[] {
    const path: ResourceLabel[] = [];
    let reference = this.#reachedBy.get(id);
    let first = id;
    while (reference !== undefined) {
      path.unshift({ id: reference.targetId, type: reference.targetType, name: reference.targetName });
      first = reference.resourceId;
      reference = this.#reachedBy.get(first);
    }
    const root = this.roots.get(first);
    return root === undefined ? path : [root, ...path];
  }

  /** Everything that one of the roots leads to. */
  reachableFrom(rootId: string): Set<string> {
    const reached = new Set([rootId]);
    // A set goes on through what is added while it is walked.
    for (const id of reached) for (const target of this.#targets.get(id) ?? []) reached.add(target);
    reached.delete(rootId);
    return reached;
  }

  /** The roots that refer to anything. */
  referringRoots(): ResourceLabel[] {
    return [...this.roots.values()].filter(({ id }) => this.#targets.has(id));
  }
}
