import type { SourceModule } from "../source-module.js";
import { FilesOptions } from "./files.options.js";
import { FilesReceiver } from "./files.receiver.js";

export const filesSource: SourceModule<FilesOptions> = {
  use: "files",
  options: FilesOptions,
  receive: (options) => new FilesReceiver(options),
};
