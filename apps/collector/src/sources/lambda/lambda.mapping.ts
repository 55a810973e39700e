import type { AliasConfiguration, FunctionConfiguration } from "@aws-sdk/client-lambda";
import { reading, resource } from "@binnacle/collector";
import {
  type CatalogRecord,
  type DeployedVersion,
  lambda,
  lambdaDeployment,
  parseTimestamp,
  type Reference,
  referenceTo,
  type ResourceAddress,
  service,
  type Timestamp,
} from "@binnacle/contract";
import { parseArn } from "../../aws/aws-source.js";
import type { LambdaOptions } from "./lambda.options.js";

/** A function with all that was read of it. */
export interface FunctionFacts {
  configuration: FunctionConfiguration;
  tags: Record<string, string>;
  /** Where aliases are deployments. */
  aliases?: readonly AliasConfiguration[];
  versions?: readonly FunctionConfiguration[];
}

/** The value of `LambdaInfo`. Environment variables are left alone: they hold secrets. */
export interface LambdaInfo {
  account: string;
  region: string;
  runtime?: string;
  handler?: string;
  packageType: string;
  architectures: string[];
  memoryMegabytes?: number;
  timeoutSeconds?: number;
  codeBytes?: number;
  description?: string;
  layers?: string[];
  /** That it belongs to, by its tag. */
  service?: Reference;
}

/** `DeployedVersion` of a function. */
export interface LambdaVersion extends DeployedVersion {
  codeSha256?: string;
  /** Which other versions get how much of an alias's calls. */
  routing?: Record<string, number>;
}

/** Everything that is published of one function. */
export function mapFunction(facts: FunctionFacts, options: LambdaOptions): CatalogRecord[] {
  const { configuration, tags, aliases } = facts;
  const { FunctionName } = configuration;
  if (!FunctionName) return [];
  const place = placeOf(FunctionName, tags, options);
  const ofFunction = resource(lambda(place.function));
  const info = infoOf(configuration, tags, options);
  const deploy = (environment: string, running: FunctionConfiguration, version: LambdaVersion): CatalogRecord[] => {
    const deployment = resource(lambdaDeployment(place.function, environment), { parent: ofFunction });
    return [
      deployment,
      reading(deployment, "DeployedVersion", version),
      reading(deployment, "LambdaInfo", { ...info, ...infoOf(running, tags, options) }),
      ...deploymentEvent(deployment, version),
    ];
  };
  if (!aliases)
    return [ofFunction, ...deploy(place.environment, configuration, versionOf(configuration, tags, options))];
  const versions = new Map(facts.versions?.map((version) => [version.Version, version]));
  return [
    ofFunction,
    ...aliases
      .toSorted((a, b) => ((a.Name ?? "") < (b.Name ?? "") ? -1 : 1))
      .flatMap((alias) => {
        const running = versions.get(alias.FunctionVersion) ?? configuration;
        return alias.Name
          ? deploy(alias.Name, running, versionOfAlias(alias, versions.get(alias.FunctionVersion)))
          : [];
      }),
  ];
}

/** Which function a name means, and in which environment. */
export function placeOf(
  name: string,
  tags: Record<string, string>,
  { namePattern, environment, environmentTag }: Pick<LambdaOptions, "namePattern" | "environment" | "environmentTag">,
): { function: string; environment: string } {
  const groups = namePattern === undefined ? undefined : new RegExp(namePattern, "u").exec(name)?.groups;
  return {
    function: groups?.["function"] || name,
    environment: groups?.["environment"] || environment || tags[environmentTag] || "default",
  };
}

function versionOf(
  { CodeSha256, LastModified }: FunctionConfiguration,
  tags: Record<string, string>,
  { versionTag }: Pick<LambdaOptions, "versionTag">,
): LambdaVersion {
  const since = timeOf(LastModified);
  return {
    version: tags[versionTag] || CodeSha256?.slice(0, 12) || "$LATEST",
    ...(since === undefined ? {} : { since }),
    ...(CodeSha256 ? { codeSha256: CodeSha256 } : {}),
  };
}

function versionOfAlias(alias: AliasConfiguration, version: FunctionConfiguration | undefined): LambdaVersion {
  const since = timeOf(version?.LastModified);
  const routing = alias.RoutingConfig?.AdditionalVersionWeights;
  return {
    version: alias.FunctionVersion ?? "$LATEST",
    ...(since === undefined ? {} : { since }),
    ...(version?.CodeSha256 ? { codeSha256: version.CodeSha256 } : {}),
    ...(routing && Object.keys(routing).length > 0 ? { routing } : {}),
  };
}

function infoOf(
  configuration: FunctionConfiguration,
  tags: Record<string, string>,
  { serviceTag }: Pick<LambdaOptions, "serviceTag">,
): LambdaInfo {
  const { account = "", region = "" } = parseArn(configuration.FunctionArn) ?? {};
  const { Runtime, Handler, MemorySize, Timeout, CodeSize, Description, Layers } = configuration;
  const owner = tags[serviceTag];
  return {
    account,
    region,
    ...(Runtime ? { runtime: Runtime } : {}),
    ...(Handler ? { handler: Handler } : {}),
    packageType: configuration.PackageType ?? "Zip",
    architectures: configuration.Architectures?.toSorted() ?? ["x86_64"],
    ...(MemorySize === undefined ? {} : { memoryMegabytes: MemorySize }),
    ...(Timeout === undefined ? {} : { timeoutSeconds: Timeout }),
    ...(CodeSize === undefined ? {} : { codeBytes: CodeSize }),
    ...(Description ? { description: Description } : {}),
    ...(Layers?.length ? { layers: Layers.flatMap(({ Arn }) => Arn ?? []) } : {}),
    ...(owner ? { service: referenceTo(service(owner)) } : {}),
  };
}

function deploymentEvent(deployment: ResourceAddress, { version, since }: LambdaVersion): CatalogRecord[] {
  if (since === undefined) return [];
  const fields = { storageMode: "TIME_SERIES", collectedOn: since } as const;
  return [reading(deployment, "ServiceEvent", { event: "deployment", version }, fields)];
}

/** Lambda writes `2026-05-04T08:00:00.000+0000`, whose offset RFC 3339 wants with a colon. */
function timeOf(text: string | undefined): Timestamp | undefined {
  return text === undefined ? undefined : parseTimestamp(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
}
