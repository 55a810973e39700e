import type { SourceModule } from "../source-module.js";
import { FilesOptions } from "./files.options.js";
import { FilesReceiver } from "./files.receiver.js";

export const filesSource: SourceModule<FilesOptions> = {
  options: FilesOptions,
  receive: (options) => new FilesReceiver(options),
};
