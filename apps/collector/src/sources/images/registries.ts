import { type ContainerImageInfo, parseImageReference } from "@binnacle/contract";
import { BinnacleError } from "@binnacle/errors";
import { secretFrom } from "../../options/secret-from.js";
import { choosePlatform, configDigestOf, imageInfo, platformManifests } from "./image-info.js";
import type { ImageName } from "./image-report.js";
import type { RegistryOptions } from "./images.options.js";
import { RegistryClient, type RegistryDocument } from "./registry.client.js";

/** Docker Hub answers elsewhere than its images are named. */
const DOCKER_HUB = { host: "docker.io", url: "https://registry-1.docker.io" };

/** All registries that images are in. What was read of an image is kept: under its digest it never changes. */
export class Registries {
  private readonly clients = new Map<string, RegistryClient>();
  private readonly known = new Map<string, ContainerImageInfo>();

  /** @throws ConfigurationError if the environment variable of a password is not set */
  constructor(
    configured: readonly RegistryOptions[],
    private readonly platform: string,
  ) {
    for (const { host, url, username, passwordFrom } of configured) {
      const password = passwordFrom === undefined ? undefined : secretFrom(passwordFrom, "registries.passwordFrom");
      const access = {
        url: url ?? defaultUrl(host),
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password }),
        ...(passwordFrom === undefined ? {} : { passwordFrom: `${passwordFrom} (registries.passwordFrom)` }),
      };
      this.clients.set(host, new RegistryClient(access));
    }
  }

  /**
   * The image that a reference means now.
   * @throws SourceError as clients do; BinnacleError if it is no reference
   */
  async resolve(reference: string): Promise<ImageName> {
    const { repository, tag = "latest", digest } = parseImageReference(reference) ?? {};
    if (repository === undefined) throw new BinnacleError("SOURCE", `${JSON.stringify(reference)} names no image`);
    if (digest !== undefined) return { repository, digest };
    const { client, path } = this.locate(repository);
    return { repository, digest: await client.digestOf(path, tag) };
  }

  /** @throws as `resolve`, and BinnacleError if what the registry holds is no image */
  async describe({ repository, digest }: ImageName): Promise<ContainerImageInfo> {
    const key = `${repository}@${digest}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { client, path } = this.locate(repository);
    const top = await client.manifest(path, digest);
    const platforms = platformManifests(top.content);
    const chosen = platforms && choosePlatform(platforms, this.platform);
    if (platforms !== undefined && chosen === undefined)
      throw new BinnacleError("SOURCE", `${key} is an index without images`);
    const manifest = chosen === undefined ? top : await client.manifest(path, chosen.digest);
    const config = await this.configOf(client, path, manifest);
    const index = platforms === undefined || chosen === undefined ? {} : { index: { platforms, chosen } };
    const info = imageInfo({ mediaType: top.mediaType, ...index }, manifest.content, config.content);
    this.known.set(key, info);
    return info;
  }

  /** Forgets all images but these. */
  keepOnly(images: readonly ImageName[]): void {
    const kept = new Set(images.map(({ repository, digest }) => `${repository}@${digest}`));
    for (const key of this.known.keys()) if (!kept.has(key)) this.known.delete(key);
  }

  private async configOf(client: RegistryClient, path: string, manifest: RegistryDocument): Promise<RegistryDocument> {
    const digest = configDigestOf(manifest.content);
    if (digest === undefined)
      throw new BinnacleError("SOURCE", `${path}@${manifest.digest} is no image: it has no configuration`);
    return client.blob(path, digest);
  }

  private locate(repository: string): { client: RegistryClient; path: string } {
    const slash = repository.indexOf("/");
    const host = repository.slice(0, slash);
    const client = this.clients.get(host) ?? new RegistryClient({ url: defaultUrl(host) });
    this.clients.set(host, client);
    return { client, path: repository.slice(slash + 1) };
  }
}

function defaultUrl(host: string): string {
  return host === DOCKER_HUB.host ? DOCKER_HUB.url : `https://${host}`;
}
