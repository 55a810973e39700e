import { clientOf, defineCommand, PROVIDER_OPTIONS } from "../command/command.js";
import { UsageError } from "../command/usage-error.js";
import { formatOf, OUTPUT_OPTIONS } from "../output/printer.js";
import { getCalculation } from "./get-calculation.js";
import { getReadings, getResources, getSources, getTypes } from "./get-lists.js";
import { getResource } from "./get-resource.js";

const SUBJECTS = {
  resource: getResource,
  resources: getResources,
  readings: getReadings,
  types: getTypes,
  sources: getSources,
  calculation: getCalculation,
};

export const getCommand = defineCommand({
  name: "get",
  usage: "SUBJECT [ARGUMENTS] [options]",
  summary: "Reads from the catalog.",
  details: `  get resource TYPE NAME             one Resource with its readings
  get resources                      Resources: --type, --name-prefix, --search, --field, --readings, --limit
  get readings                       snapshots: --type, --resource-type, --where, --field, --sort, --limit
  get types                          what types there are, with counts
  get sources                        who publishes
  get calculation [NAME [KEY=VALUE…]]   what a calculation computes; without a name, which there are`,
  options: {
    ...PROVIDER_OPTIONS,
    ...OUTPUT_OPTIONS,
    type: { type: "string", multiple: true, description: "of the Resources, repeatable; of the readings" },
    "resource-type": { type: "string", multiple: true, value: "TYPE", description: "readings of these Resources" },
    "name-prefix": { type: "string", value: "TEXT", description: "Resources whose name begins so" },
    search: {
      type: "string",
      short: "q",
      value: "TEXT",
      description: "Resources with this in the name or a declared field",
    },
    field: { type: "string", multiple: true, value: "NAME:VALUE", description: "a declared field has this value" },
    where: { type: "string", value: "PREDICATE", description: "an SQL/JSON path predicate on the value" },
    sort: { type: "string", value: "FIELD", description: "by a declared field" },
    readings: { type: "string", value: "A,B", description: "embeds these readings, or * for all" },
    limit: { type: "string", value: "COUNT", description: "at most so many (100; 0 is all)" },
  },
  async run({ values, arguments: [subject, ...rest] }, terminal) {
    if (subject === undefined || !Object.hasOwn(SUBJECTS, subject)) {
      throw new UsageError(`get what? There is ${Object.keys(SUBJECTS).join(", ")}`);
    }
    const { url, output, ...filters } = values;
    const request = { client: clientOf(url, terminal), format: formatOf(output), filters, terminal };
    await SUBJECTS[subject as keyof typeof SUBJECTS](request, rest);
    return 0;
  },
});
