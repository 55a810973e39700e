/** How the Resources of one well-known type are named, so that no two collectors spell a name differently. */
export interface NamingTemplate {
  type: string;
  /** The name, with `{placeholders}`. */
  template: string;
  example: string;
  /** The type of its parent; without it, it has none. */
  parentType?: string;
  /** The name of its parent, from the same placeholders. */
  parentTemplate?: string;
  description: string;
}

export const NAMING_TEMPLATES = [
  {
    type: "Service",
    template: "{service}",
    example: "orders",
    description: "Something that a team builds and runs.",
  },
  {
    type: "ServiceDeployment",
    template: "{service}/{environment}",
    example: "orders/production",
    parentType: "Service",
    parentTemplate: "{service}",
    description: "A service in one environment.",
  },
  {
    type: "ServiceInstance",
    template: "{service}/{environment}/{instanceId}",
    example: "orders/production/orders-7d9f-x2x",
    parentType: "ServiceDeployment",
    parentTemplate: "{service}/{environment}",
    description: "A running copy of a service: a process, container or pod.",
  },
  {
    type: "Lambda",
    template: "{function}",
    example: "resize-images",
    description: "A function that AWS Lambda runs.",
  },
  {
    type: "LambdaDeployment",
    template: "{function}/{environment}",
    example: "resize-images/production",
    parentType: "Lambda",
    parentTemplate: "{function}",
    description: "A Lambda function in one environment.",
  },
  {
    type: "RdsInstance",
    template: "{account}/{region}/{identifier}",
    example: "123456789012/eu-central-1/orders",
    description: "A database instance of Amazon RDS, by account id, region and instance identifier.",
  },
  {
    type: "ContainerImage",
    template: "{repository}@{digest}",
    example: "registry.example.com/orders@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    description: "A container image, by the digest of its manifest.",
  },
  {
    type: "SoftwareDependency",
    template: "{packageUrl}",
    example: "pkg:npm/lodash",
    description:
      "A package that software depends on: its package URL (purl, ECMA-427) without version, qualifiers and subpath.",
  },
  {
    type: "SoftwareDependencyVersion",
    template: "{packageUrl}@{encodedVersion}",
    example: "pkg:npm/lodash@4.17.21",
    parentType: "SoftwareDependency",
    parentTemplate: "{packageUrl}",
    description: "One version of a package: its package URL without qualifiers and subpath.",
  },
  {
    type: "Team",
    template: "{team}",
    example: "payments",
    description: "Who owns services.",
  },
  {
    type: "Collector",
    template: "{source}",
    example: "orders-team/k8s",
    description: "Who publishes records, by the `source` of its messages.",
  },
] as const satisfies readonly NamingTemplate[];

export type WellKnownResourceType = (typeof NAMING_TEMPLATES)[number]["type"];
