import { consulSource } from "./consul/consul.source.js";
import { dependenciesSource } from "./dependencies/dependencies.source.js";
import { ecsSource } from "./ecs/ecs.source.js";
import { egressMeshSource } from "./egress/egress-mesh.source.js";
import { egressTracesSource } from "./egress/egress-traces.source.js";
import { filesSource } from "./files/files.source.js";
import { gitSource } from "./git/git.source.js";
import { githubSource } from "./github/github.source.js";
import { gitlabSource } from "./gitlab/gitlab.source.js";
import { healthSource } from "./health/health.source.js";
import { imagesSource } from "./images/images.source.js";
import { incidentsSource } from "./incidents/incidents.source.js";
import { javaSource } from "./java/java.source.js";
import { jsonSource } from "./json/json.source.js";
import { kubernetesSource } from "./kubernetes/kubernetes.source.js";
import { lambdaSource } from "./lambda/lambda.source.js";
import { ownershipSource } from "./ownership/ownership.source.js";
import { prometheusSource } from "./prometheus/prometheus.source.js";
import { qualitySource } from "./quality/quality.source.js";
import { rdsSource } from "./rds/rds.source.js";
import type { SourceModule } from "./source-module.js";
import { vulnerabilitiesSource } from "./vulnerabilities/vulnerabilities.source.js";
import { webSource } from "./web/web.source.js";

/** Every source that there is; one more is one more line. */
export const SOURCES: readonly SourceModule[] = [
  consulSource,
  dependenciesSource,
  ecsSource,
  egressMeshSource,
  egressTracesSource,
  filesSource,
  gitSource,
  githubSource,
  gitlabSource,
  healthSource,
  imagesSource,
  incidentsSource,
  javaSource,
  jsonSource,
  kubernetesSource,
  lambdaSource,
  ownershipSource,
  prometheusSource,
  qualitySource,
  rdsSource,
  vulnerabilitiesSource,
  webSource,
];
