import type { Scorecard } from "./scorecard.js";

const REDEPLOY = "Collect it from where the service is deployed.";

/** What is asked of services where no scorecards are configured: is enough known of them to work with? */
export const DEFAULT_SCORECARD: Scorecard = {
  name: "service-basics",
  description: "How much of a service is known: who owns it, what runs, what it is made of, how it does.",
  resourceType: "Service",
  levels: ["bronze", "silver", "gold"],
  checks: [
    {
      name: "owner",
      level: "bronze",
      description: "Somebody owns it.",
      hint: "Publish ServiceOwnership, or name an owner in catalog-info.yaml or CODEOWNERS of its repository.",
      reading: "ServiceOwnership",
    },
    {
      name: "description",
      level: "bronze",
      description: "It says what it is for.",
      hint: "Publish ServiceDescription, or give its repository a catalog-info.yaml or README.",
      reading: "ServiceDescription",
    },
    {
      name: "deployed-version",
      level: "silver",
      description: "It is known what is deployed, of every deployment.",
      hint: `Publish DeployedVersion on every ServiceDeployment. ${REDEPLOY}`,
      below: "ServiceDeployment",
      reading: "DeployedVersion",
    },
    {
      name: "dependencies",
      level: "silver",
      description: "It is known what every deployment is made of.",
      hint: "Publish ServiceDeploymentDependencies from its lock file or SBOM.",
      below: "ServiceDeployment",
      reading: "ServiceDeploymentDependencies",
    },
    {
      name: "team",
      level: "gold",
      description: "Its owner is a team that is in the catalog.",
      hint: "Refer to a Team in ServiceOwnership, and publish that Team.",
      reading: "ServiceOwnership",
      refersTo: "Team",
    },
    {
      name: "health",
      level: "gold",
      description: "Every instance was found to be up within the last hour.",
      hint: "Publish HealthCheck of every ServiceInstance, and look at those that are not up.",
      below: "ServiceInstance",
      reading: "HealthCheck",
      where: '$.status == "up" || $.status == "UP"',
      collectedWithin: "PT1H",
    },
  ],
};
