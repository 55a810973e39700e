import type { CatalogReference, CatalogResource } from "../../catalog/catalog-items.js";
import type { CatalogReader } from "../../catalog/catalog-reader.js";
import { labelOf, type ResourceLabel } from "../resource-label.js";
import { environmentOf } from "../service-trees.js";

/** What runs of a service or a function, by what it is a part of: the graph shows that one. */
export const PARTS = ["LambdaDeployment", "ServiceDeployment", "ServiceInstance"];

/** One call between nodes. */
export interface Call {
  from: ResourceLabel;
  to: ResourceLabel;
  environment: string | null;
}

/** Resources that are known, by id, and the nodes that they belong to. */
export class Folding {
  readonly #known = new Map<string, CatalogResource>();
  readonly #asked = new Set<string>();

  constructor(private readonly catalog: CatalogReader) {}

  /** Learns of Resources and of what they are parts of: a read for each level of parts. */
  async learn(ids: Iterable<string>): Promise<void> {
    let unknown = [...new Set(ids)].filter((id) => !this.#asked.has(id));
    while (unknown.length > 0) {
      for (const id of unknown) this.#asked.add(id);
      const found = await this.catalog.resources(unknown);
      for (const resource of found) this.#known.set(resource.id, resource);
      const parents = found.filter(({ type }) => PARTS.includes(type)).flatMap(({ parentId }) => parentId ?? []);
      unknown = [...new Set(parents)].filter((id) => !this.#asked.has(id));
    }
  }

  isKnown(id: string): boolean {
    return this.#known.has(id);
  }

  /** The node of a Resource: what it is a part of, or itself. */
  nodeOf(resource: ResourceLabel): ResourceLabel {
    const met = new Set<string>();
    let node = resource;
    while (PARTS.includes(node.type) && !met.has(node.id)) {
      met.add(node.id);
      const parent = this.#known.get(this.#known.get(node.id)?.parentId ?? "");
      if (parent === undefined) break;
      node = labelOf(parent);
    }
    return node;
  }

  callOf(reference: CatalogReference): Call {
    const { resourceId, resourceType, resourceName, targetId, targetType, targetName } = reference;
    const from = this.nodeOf({ id: resourceId, type: resourceType, name: resourceName });
    const to = this.nodeOf({ id: targetId, type: targetType, name: targetName });
    return { from, to, environment: this.#environmentOf(resourceId, from) };
  }

  #environmentOf(id: string, node: ResourceLabel): string | null {
    const met = new Set<string>();
    for (let part = this.#known.get(id); part !== undefined && !met.has(part.id);) {
      if (part.type.endsWith("Deployment") && PARTS.includes(part.type)) return environmentOf(part.name, node.name);
      met.add(part.id);
      part = this.#known.get(part.parentId ?? "");
    }
    return null;
  }
}
