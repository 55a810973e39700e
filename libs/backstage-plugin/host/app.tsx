import { ConfigReader } from "@backstage/config";
import { createApp } from "@backstage/frontend-defaults";
import {
  coreExtensionData,
  createExtension,
  createExtensionInput,
  createFrontendPlugin,
} from "@backstage/frontend-plugin-api";
import { EntityProvider } from "@backstage/plugin-catalog-react";
import { createRoot } from "react-dom/client";
import { binnaclePlugin } from "./src/index.js";

const ENTITY = {
  apiVersion: "backstage.io/v1alpha1",
  kind: "Component",
  metadata: { name: "orders", annotations: { "binnacle.io/service": "orders" } },
  spec: { type: "service", lifecycle: "production", owner: "checkout" },
};

/** The overview of an entity, where Backstage's catalog plug-in would put it, with the cards that are attached to it. */
const overview = createExtension({
  kind: "entity-content",
  name: "overview",
  attachTo: { id: "app/routes", input: "routes" },
  inputs: { cards: createExtensionInput([coreExtensionData.reactElement]) },
  output: [coreExtensionData.routePath, coreExtensionData.reactElement],
  factory: ({ inputs }) => [
    coreExtensionData.routePath("/entity"),
    coreExtensionData.reactElement(
      <EntityProvider entity={ENTITY}>
        {inputs.cards.map((card) => (
          <div key={card.node.spec.id}>{card.get(coreExtensionData.reactElement)}</div>
        ))}
      </EntityProvider>,
    ),
  ],
});

const app = createApp({
  features: [binnaclePlugin, createFrontendPlugin({ pluginId: "catalog", extensions: [overview] })],
  advanced: {
    configLoader: async () => ({
      config: new ConfigReader({
        // Nobody needs to sign in.
        app: { title: "Host", baseUrl: location.origin, extensions: [{ "sign-in-page:app": false }] },
        backend: { baseUrl: location.origin },
        binnacle: { url: "https://binnacle.example" },
        auth: { environment: "development" },
      }),
    }),
  },
});

createRoot(document.getElementById("root")!).render(app.createRoot());
