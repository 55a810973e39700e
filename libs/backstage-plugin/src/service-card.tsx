import { useApi } from "@backstage/frontend-plugin-api";
import { EntityInfoCard, useEntity } from "@backstage/plugin-catalog-react";
import type { ReactNode } from "react";
import { SERVICE_ANNOTATION, serviceOf } from "./annotation.js";
import { Answer } from "./answer.js";
import type { BinnacleApi } from "./binnacle-api.js";
import { binnacleApiRef } from "./binnacle-api-ref.js";
import { useServiceLink } from "./use-service-link.js";
import { DeploymentsView, HealthView, OverviewView, VulnerabilitiesView } from "./service-views.js";
import { useAnswer } from "./use-answer.js";

interface ServiceCardProps<T> {
  title: string;
  ask: (api: BinnacleApi, service: string) => Promise<T>;
  children: (value: NonNullable<T>, service: string) => ReactNode;
}

/** A card about the service that the entity of the page stands for. */
function ServiceCard<T>({ title, ask, children }: ServiceCardProps<T>) {
  const api = useApi(binnacleApiRef);
  const service = serviceOf(useEntity().entity) ?? "";
  const answer = useAnswer(service, () => ask(api, service));
  return (
    <EntityInfoCard title={title}>
      <Answer answer={answer}>
        {(value) =>
          value === undefined || value === null ? (
            <p>
              Binnacle knows no service “{service}”. Correct the annotation {SERVICE_ANNOTATION}, or have it collected.
            </p>
          ) : (
            children(value, service)
          )
        }
      </Answer>
    </EntityInfoCard>
  );
}

export function OverviewCard() {
  const linkTo = useServiceLink();
  return (
    <ServiceCard title="Binnacle" ask={(api, name) => api.service(name)}>
      {(service, name) => <OverviewView service={service} link={linkTo(name)} />}
    </ServiceCard>
  );
}

export function HealthCard() {
  return (
    <ServiceCard title="Health" ask={(api, name) => api.service(name)}>
      {(service) => <HealthView service={service} />}
    </ServiceCard>
  );
}

export function DeploymentsCard() {
  return (
    <ServiceCard title="Deployments" ask={(api, name) => api.service(name)}>
      {(service) => <DeploymentsView service={service} />}
    </ServiceCard>
  );
}

export function VulnerabilitiesCard() {
  return (
    <ServiceCard title="Vulnerabilities" ask={(api, name) => api.vulnerabilities(name)}>
      {(found) => <VulnerabilitiesView found={found} />}
    </ServiceCard>
  );
}
