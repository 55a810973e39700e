import { ConfigurationError } from "@binnacle/errors";
import type { CollectingModule } from "../source-module.js";
import { ImagesCollector } from "./images.collector.js";
import { ImagesOptions } from "./images.options.js";

export const imagesSource: CollectingModule<ImagesOptions> = {
  options: ImagesOptions,
  create(options) {
    const faults = options.reports.flatMap(({ path, url }, index) =>
      (path === undefined) === (url === undefined) ? [`reports[${index}] needs either a path or a url`] : [],
    );
    if (options.images.length === 0 && options.catalog === undefined && options.reports.length === 0) {
      faults.push("there is nothing to do without `images`, `catalog` or `reports`");
    }
    if (faults.length > 0) throw new ConfigurationError(faults);
    return new ImagesCollector(options);
  },
};
