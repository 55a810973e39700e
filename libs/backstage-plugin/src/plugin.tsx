import {
  ApiBlueprint,
  configApiRef,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
  type FrontendPlugin,
} from "@backstage/frontend-plugin-api";
import { EntityCardBlueprint } from "@backstage/plugin-catalog-react/alpha";
import { hasService } from "./annotation.js";
import { ProxiedBinnacleApi } from "./binnacle-api.js";
import { binnacleApiRef } from "./binnacle-api-ref.js";

const api = ApiBlueprint.make({
  params: (define) =>
    define({
      api: binnacleApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef, configApi: configApiRef },
      factory: ({ discoveryApi, fetchApi, configApi }) =>
        new ProxiedBinnacleApi({
          getBaseUrl: (pluginId) => discoveryApi.getBaseUrl(pluginId),
          fetch: (...request) => fetchApi.fetch(...request),
          proxyPath: configApi.getOptionalString("binnacle.proxyPath"),
        }),
    }),
});

const overviewCard = EntityCardBlueprint.make({
  name: "overview",
  params: {
    filter: hasService,
    type: "info",
    loader: async () => {
      const { OverviewCard } = await import("./service-card.js");
      return <OverviewCard />;
    },
  },
});

const healthCard = EntityCardBlueprint.make({
  name: "health",
  params: {
    filter: hasService,
    loader: async () => {
      const { HealthCard } = await import("./service-card.js");
      return <HealthCard />;
    },
  },
});

const deploymentsCard = EntityCardBlueprint.make({
  name: "deployments",
  params: {
    filter: hasService,
    loader: async () => {
      const { DeploymentsCard } = await import("./service-card.js");
      return <DeploymentsCard />;
    },
  },
});

const vulnerabilitiesCard = EntityCardBlueprint.make({
  name: "vulnerabilities",
  params: {
    filter: hasService,
    loader: async () => {
      const { VulnerabilitiesCard } = await import("./service-card.js");
      return <VulnerabilitiesCard />;
    },
  },
});

const page = PageBlueprint.make({
  params: {
    path: "/binnacle",
    title: "Binnacle",
    loader: async () => {
      const { ServicesPage } = await import("./services-page.js");
      return <ServicesPage />;
    },
  },
});

/** Binnacle for an app of Backstage's new front-end system: four entity cards and a page. */
export const binnaclePlugin: FrontendPlugin = createFrontendPlugin({
  pluginId: "binnacle",
  title: "Binnacle",
  extensions: [api, overviewCard, healthCard, deploymentsCard, vulnerabilitiesCard, page],
});
