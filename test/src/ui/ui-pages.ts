import { resourceId } from "@binnacle/contract";

/** A page, and what is to be seen of it once it is there. */
export interface UiPage {
  /** In the name of its screenshot. */
  name: string;
  path: string;
  /** A heading that comes with the data. */
  heading: string;
  /** Whether pictures of it narrow, and dark, are kept as well. */
  isShownNarrow?: boolean;
}

const DEPLOYMENT = resourceId("ServiceDeployment", "prices/production");
const STAGING = resourceId("ServiceDeployment", "prices/staging");
const INSTANCE = resourceId("ServiceInstance", "prices/production/prices-0");

/** Every page of the UI, in the sample catalog. */
export const UI_PAGES: readonly UiPage[] = [
  { name: "home", path: "/", heading: "Recent events", isShownNarrow: true },
  { name: "services", path: "/services", heading: "Services" },
  { name: "service", path: "/services/prices", heading: "Deployments and instances", isShownNarrow: true },
  { name: "service-events", path: "/services/prices?tab=events", heading: "What happened" },
  { name: "service-dependencies", path: "/services/prices?tab=dependencies", heading: "Vulnerable dependencies" },
  { name: "service-calls", path: "/services/prices?tab=calls", heading: "Who calls whom" },
  { name: "service-scorecard", path: "/services/prices?tab=scorecard", heading: "Scorecard" },
  { name: "service-insights", path: "/services/prices?tab=insights", heading: "Code insights" },
  { name: "service-readings", path: "/services/prices?tab=readings", heading: "Readings" },
  { name: "explorer", path: "/explorer?type=ServiceInstance", heading: "Explorer" },
  {
    name: "explorer-where",
    path: `/explorer?find=readings&type=HealthCheck&where=${encodeURIComponent('$.status == "down"')}`,
    heading: "Explorer",
  },
  { name: "resource", path: `/explorer/${DEPLOYMENT}`, heading: "prices/production" },
  { name: "resource-series", path: `/explorer/${INSTANCE}?tab=series`, heading: "prices/production/prices-0" },
  { name: "resource-hierarchy", path: `/explorer/${DEPLOYMENT}?tab=hierarchy`, heading: "prices/production" },
  { name: "resource-references", path: `/explorer/${DEPLOYMENT}?tab=references`, heading: "prices/production" },
  { name: "compare", path: `/compare?left=${STAGING}&right=${DEPLOYMENT}`, heading: "DeployedVersion" },
  {
    name: "impact",
    path: `/impact?dependency=${encodeURIComponent("log4j-core < 2.17")}`,
    heading: "By owner",
  },
  { name: "calculations", path: "/calculations", heading: "Calculations" },
  { name: "calculation", path: "/calculations/impact?dependency=log4j-core", heading: "Result" },
  { name: "pipeline", path: "/pipeline", heading: "Sources", isShownNarrow: true },
  { name: "pipeline-freshness", path: "/pipeline?tab=freshness", heading: "By source and reading type" },
  { name: "pipeline-rejections", path: "/pipeline?tab=rejections", heading: "Pipeline" },
  { name: "pipeline-housekeeping", path: "/pipeline?tab=housekeeping", heading: "What was removed" },
];
