import { useApi } from "@backstage/frontend-plugin-api";
import { Answer } from "./answer.js";
import { binnacleApiRef } from "./binnacle-api-ref.js";
import { ServicesView } from "./services-view.js";
import { useAnswer } from "./use-answer.js";
import { useServiceLink } from "./use-service-link.js";

/** All services that Binnacle knows, inside Backstage. */
export function ServicesPage() {
  const api = useApi(binnacleApiRef);
  const linkTo = useServiceLink();
  const answer = useAnswer("", () => api.services());
  return (
    <main style={{ padding: 24 }}>
      <Answer answer={answer}>{(services) => <ServicesView services={services} linkTo={linkTo} />}</Answer>
    </main>
  );
}
