import type { HealthCheckResult, HealthStatus } from "@binnacle/contract";
import type { ContainerStatus, Pod } from "./kubernetes.documents.js";

/** Reasons to wait that a container does not get out of by itself. */
const STUCK = new Set([
  "CrashLoopBackOff",
  "CreateContainerConfigError",
  "CreateContainerError",
  "ErrImageNeverPull",
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "RunContainerError",
]);

/** The phase as `kubectl get pods` shows it, as far as it stays the same while nothing happens. */
export function phaseOf({ metadata, status }: Pod): string {
  if (metadata?.deletionTimestamp !== undefined) return "Terminating";
  return status?.phase ?? "Unknown";
}

/** Whether it ran to its end, or was evicted: it is no instance any more. */
export function isFinished({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

/** Readiness as the kubelet judges it, with what each container says. */
export function healthOf(pod: Pod): HealthCheckResult {
  const containers = pod.status?.containerStatuses ?? [];
  const checks = Object.fromEntries(
    containers.map((container) => [container.name, checkOf(container)] as const).toSorted(byName),
  );
  const parts = containers.length > 0 ? { checks } : {};
  const [status, message] = judge(pod, containers);
  return { status, ...(message === undefined ? {} : { message }), ...parts };
}

function judge(pod: Pod, containers: readonly ContainerStatus[]): [HealthStatus, string?] {
  const conditions = pod.status?.conditions ?? [];
  const ready = conditions.find(({ type }) => type === "Ready");
  const stuck = containers.find(({ state }) => STUCK.has(state?.waiting?.reason ?? "") || state?.terminated);
  if (ready?.status === "True") return ["up"];
  if (stuck) return ["down", `${stuck.name}: ${reasonOf(stuck) ?? "not running"}`];
  const unscheduled = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unscheduled) return ["down", unscheduled.reason ?? "not scheduled"];
  if (pod.status?.phase === "Unknown") return ["down", pod.status.reason ?? "its node does not answer"];
  if (pod.metadata?.deletionTimestamp !== undefined) return ["degraded", "terminating"];
  return ["degraded", ready?.message ?? ready?.reason ?? "not ready"];
}

function checkOf(container: ContainerStatus): { status: string; reason?: string } {
  const reason = reasonOf(container);
  return { status: container.ready ? "ready" : "not ready", ...(reason === undefined ? {} : { reason }) };
}

/** The reason alone: the message beside it counts seconds. */
function reasonOf({ state }: ContainerStatus): string | undefined {
  return state?.waiting?.reason ?? state?.terminated?.reason;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
