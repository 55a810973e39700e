import type { SourceModule } from "../source-module.js";
import { IncidentsOptions } from "./incidents.options.js";
import { IncidentsReceiver } from "./incidents.receiver.js";

export const incidentsSource: SourceModule<IncidentsOptions> = {
  options: IncidentsOptions,
  receive: (options) => new IncidentsReceiver(options),
};
