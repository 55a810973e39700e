import type { ReadingSelection } from "../../resources/embedded-readings.js";
import { Parameter } from "./parameter.js";
import { CURSOR_RULE, integerRule, READINGS_RULE, TYPE_RULE, UUID_RULE } from "./rules.js";

const MAX_LIMIT = 1000;
const DEFAULT_LIMIT = 100;

/** For operations that take no query. */
export class NoParameters {}

export class PageParameters {
  @Parameter(integerRule(1, MAX_LIMIT, DEFAULT_LIMIT), {
    description:
      "The most items of a page; it may hold fewer, also where a next one follows. In NDJSON: the most items in all, no cap without it.",
  })
  limit: number = DEFAULT_LIMIT;

  @Parameter(CURSOR_RULE, { description: "The `nextCursor` of the page before, of the same list." })
  cursor?: string;
}

const READINGS = {
  description:
    "Embeds the snapshots of these reading types, separated by commas, or of all with `*`, where there are any.",
};

export class ReadingsParameters {
  @Parameter(READINGS_RULE, READINGS)
  readings?: ReadingSelection;
}

export class PageWithReadingsParameters extends PageParameters {
  @Parameter(READINGS_RULE, READINGS)
  readings?: ReadingSelection;
}

export class IdPath {
  @Parameter(UUID_RULE, { required: true, description: "UUIDv5 of the Resource's type and name." })
  id!: string;
}

export class ReadingPath extends IdPath {
  @Parameter(TYPE_RULE, { required: true, description: "The reading type." })
  type!: string;
}
