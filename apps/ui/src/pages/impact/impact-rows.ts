import type { Impact } from "../../catalog/use-impact.js";

export const IMPACT_CSV_HEADER = ["owner", "service", "environment", "type", "name", "hops", "path"];

/** One row for each affected deployment, each affected service without any, and whatever else is affected. */
export function impactRows({ owners, others }: Impact): unknown[][] {
  const services = owners.flatMap(({ owner, services: affected }) =>
    affected.flatMap((service) => {
      const rows =
        service.deployments.length > 0
          ? service.deployments
          : [{ ...service, type: "Service", environment: null, deployments: undefined }];
      return rows.map(({ environment, type, name, hops, path }) => [
        owner?.name ?? null,
        service.name,
        environment,
        type,
        name,
        hops,
        pathText(path),
      ]);
    }),
  );
  return [
    ...services,
    ...others.map(({ type, name, hops, path }) => [null, null, null, type, name, hops, pathText(path)]),
  ];
}

function pathText(path: readonly { name: string }[]): string {
  return path.map(({ name }) => name).join(" > ");
}
