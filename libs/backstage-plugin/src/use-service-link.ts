import { configApiRef, useApi } from "@backstage/frontend-plugin-api";

/** Where services are in Binnacle's own UI: below `binnacle.url` of app-config.yaml, if that is set. */
export function useServiceLink(): (service: string) => string | undefined {
  const url = useApi(configApiRef).getOptionalString("binnacle.url");
  return (service) => url && `${url.replace(/\/+$/, "")}/services/${encodeURIComponent(service)}`;
}
