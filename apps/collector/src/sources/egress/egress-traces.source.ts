import type { SourceModule } from "../source-module.js";
import { EgressTracesOptions } from "./traces.options.js";
import { EgressTracesReceiver } from "./traces.receiver.js";

export const egressTracesSource: SourceModule<EgressTracesOptions> = {
  options: EgressTracesOptions,
  receive: (options) => new EgressTracesReceiver(options),
};
