import { ContractError } from "@binnacle/errors";
import { isValidName, normalizeName } from "../identity/resource-name.js";
import type { ResourceAddress } from "../records/records.js";
import { NAMING_TEMPLATES, type WellKnownResourceType } from "./naming-templates.js";
import { packageUrl, type PackageCoordinates } from "./package-url.js";

type TemplateOf<T extends WellKnownResourceType> = Extract<(typeof NAMING_TEMPLATES)[number], { type: T }>["template"];
type Placeholders<S extends string> = S extends `${string}{${infer P}}${infer Rest}` ? P | Placeholders<Rest> : never;

/** The parts of the name of a well-known type. */
export type NameParts<T extends WellKnownResourceType> = Record<Placeholders<TemplateOf<T>>, string>;

const TEMPLATES = new Map<string, string>(NAMING_TEMPLATES.map(({ type, template }) => [type, template]));

/**
 * The address of a Resource of a well-known type. Raises a `ContractError` (`INVALID_NAME`) if a part is empty or the name breaks the contract.
 * Parts are not escaped: a slash in one is an ordinary character.
 */
export function wellKnownAddress<T extends WellKnownResourceType>(type: T, parts: NameParts<T>): ResourceAddress {
  const values: Readonly<Record<string, string>> = parts;
  const name = TEMPLATES.get(type)!.replace(/\{(\w+)\}/g, (_, part: string) => {
    const value = values[part];
    if (!value) {
      throw new ContractError("INVALID_NAME", `The name of a ${type} needs a non-empty ${part}`);
    }
    return value;
  });
  if (!isValidName(name)) {
    throw new ContractError("INVALID_NAME", `No valid name of a ${type}: ${JSON.stringify(name.slice(0, 100))}`);
  }
  return { type, name: normalizeName(name) };
}

export function service(name: string): ResourceAddress {
  return wellKnownAddress("Service", { service: name });
}

export function serviceDeployment(serviceName: string, environment: string): ResourceAddress {
  return wellKnownAddress("ServiceDeployment", { service: serviceName, environment });
}

export function serviceInstance(serviceName: string, environment: string, instanceId: string): ResourceAddress {
  return wellKnownAddress("ServiceInstance", { service: serviceName, environment, instanceId });
}

export function lambda(functionName: string): ResourceAddress {
  return wellKnownAddress("Lambda", { function: functionName });
}

export function lambdaDeployment(functionName: string, environment: string): ResourceAddress {
  return wellKnownAddress("LambdaDeployment", { function: functionName, environment });
}

export function rdsInstance(account: string, region: string, identifier: string): ResourceAddress {
  return wellKnownAddress("RdsInstance", { account, region, identifier });
}

/** `digest` with its algorithm: `sha256:…`. */
export function containerImage(repository: string, digest: string): ResourceAddress {
  return wellKnownAddress("ContainerImage", { repository, digest });
}

/** A package, whatever its version: the version of the coordinates is left out. */
export function softwareDependency(coordinates: PackageCoordinates): ResourceAddress {
  return wellKnownAddress("SoftwareDependency", { packageUrl: packageUrl({ ...coordinates, version: "" }) });
}

export function softwareDependencyVersion(coordinates: PackageCoordinates & { version: string }): ResourceAddress {
  const { name: dependency } = softwareDependency(coordinates);
  const encodedVersion = packageUrl(coordinates).slice(`${dependency}@`.length);
  return wellKnownAddress("SoftwareDependencyVersion", { packageUrl: dependency, encodedVersion });
}

export function team(name: string): ResourceAddress {
  return wellKnownAddress("Team", { team: name });
}

/** The Resource of whoever publishes under a source. */
export function collector(source: string): ResourceAddress {
  return wellKnownAddress("Collector", { source });
}
