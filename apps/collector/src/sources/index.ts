import type { SourceModules } from "./source-module.js";

/**
 * Every source that there is, by what `use` says in the configuration; one more is one more line. Loaded when it is named there: many bring a
 * client of their own along, and no process needs all of them.
 */
export const SOURCES: SourceModules = {
  consul: async () => (await import("./consul/consul.source.js")).consulSource,
  dependencies: async () => (await import("./dependencies/dependencies.source.js")).dependenciesSource,
  ecs: async () => (await import("./ecs/ecs.source.js")).ecsSource,
  "egress-mesh": async () => (await import("./egress/egress-mesh.source.js")).egressMeshSource,
  "egress-traces": async () => (await import("./egress/egress-traces.source.js")).egressTracesSource,
  files: async () => (await import("./files/files.source.js")).filesSource,
  git: async () => (await import("./git/git.source.js")).gitSource,
  github: async () => (await import("./github/github.source.js")).githubSource,
  gitlab: async () => (await import("./gitlab/gitlab.source.js")).gitlabSource,
  health: async () => (await import("./health/health.source.js")).healthSource,
  images: async () => (await import("./images/images.source.js")).imagesSource,
  incidents: async () => (await import("./incidents/incidents.source.js")).incidentsSource,
  java: async () => (await import("./java/java.source.js")).javaSource,
  json: async () => (await import("./json/json.source.js")).jsonSource,
  kubernetes: async () => (await import("./kubernetes/kubernetes.source.js")).kubernetesSource,
  lambda: async () => (await import("./lambda/lambda.source.js")).lambdaSource,
  ownership: async () => (await import("./ownership/ownership.source.js")).ownershipSource,
  prometheus: async () => (await import("./prometheus/prometheus.source.js")).prometheusSource,
  quality: async () => (await import("./quality/quality.source.js")).qualitySource,
  rds: async () => (await import("./rds/rds.source.js")).rdsSource,
  vulnerabilities: async () => (await import("./vulnerabilities/vulnerabilities.source.js")).vulnerabilitiesSource,
  web: async () => (await import("./web/web.source.js")).webSource,
};
