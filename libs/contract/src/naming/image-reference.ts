/** What an image reference such as `nginx:1.27` says, written out. */
export interface ImageReference {
  /** With its registry: `docker.io/library/nginx`. */
  repository: string;
  tag?: string;
  /** With its algorithm: `sha256:…`. */
  digest?: string;
}

const DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/;
const TAG = /^\w[\w.-]{0,127}$/;
const PATH = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
const REGISTRY = /^[A-Za-z0-9.-]+(?::\d+)?$|^\[[0-9a-fA-F:]+\](?::\d+)?$/;

/**
 * Reads an image reference by the grammar of github.com/distribution/reference, with the names of Docker Hub written out, so that `nginx`,
 * `library/nginx` and `index.docker.io/library/nginx` are one repository. `undefined` for what is none.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  // A bare digest would pass for a repository with a tag.
  if (DIGEST.test(text)) return undefined;
  const [named = "", digest, ...more] = text.split("@");
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const repository = writtenOut(colon < 0 ? named : named.slice(0, colon));
  if (repository === undefined || more.length > 0) return undefined;
  if ((tag !== undefined && !TAG.test(tag)) || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  return { repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

function writtenOut(name: string): string | undefined {
  const [first = "", ...rest] = name.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const registry = !hasRegistry || first === "index.docker.io" ? "docker.io" : first;
  const path = hasRegistry ? rest : [first, ...rest];
  if (!REGISTRY.test(registry) || !path.every((part) => PATH.test(part))) return undefined;
  const isOfficial = registry === "docker.io" && path.length === 1;
  return [registry, ...(isOfficial ? ["library"] : []), ...path].join("/");
}
