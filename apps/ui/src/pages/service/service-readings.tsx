import { Skeleton } from "@mantine/core";
import { useResource } from "../../catalog/use-resource.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { ReadingsPanel } from "../explorer/readings-panel.js";

/** Every reading of the service, as the explorer shows them. */
export function ServiceReadings({ id }: { id: string }) {
  const { data, isPending, isError, error, refetch } = useResource(id);
  if (isPending) return <Skeleton height={240} />;
  if (isError) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return <ReadingsPanel resource={data} />;
}
