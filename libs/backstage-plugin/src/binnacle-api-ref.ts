import { createApiRef } from "@backstage/frontend-plugin-api";
import type { BinnacleApi } from "./binnacle-api.js";

/** What cards and page ask Binnacle through; an app may provide another implementation. */
export const binnacleApiRef = createApiRef<BinnacleApi>({ id: "plugin.binnacle.api" });
