import { ConfigurationError } from "@binnacle/errors";
import { KubeConfig } from "@kubernetes/client-node";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where the cluster is and who we are: the file that is named, else the service account of the pod in which this runs, else what `kubectl` uses.
 * @throws ConfigurationError if there is none of them, or it cannot be read
 */
export function loadKubeConfig(
  { kubeconfig, context }: { kubeconfig?: string; context?: string },
  environment: NodeJS.ProcessEnv = process.env,
): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfig !== undefined) config.loadFromFile(kubeconfig);
    else if (environment["KUBERNETES_SERVICE_HOST"]) config.loadFromCluster();
    else if (environment["KUBECONFIG"] || existsSync(join(homedir(), ".kube", "config"))) config.loadFromDefault();
    else throw new Error("there is no service account, no KUBECONFIG and no ~/.kube/config");
  } catch (error) {
    throw new ConfigurationError([`kubeconfig: ${(error as Error).message}`], { cause: error });
  }
  if (context !== undefined) {
    if (!config.getContextObject(context))
      throw new ConfigurationError([`context: the kubeconfig has no "${context}"`]);
    config.setCurrentContext(context);
  }
  if (!config.getCurrentCluster()) throw new ConfigurationError(["kubeconfig: its current context names no cluster"]);
  return config;
}
