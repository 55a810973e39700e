import { defineCommand } from "./command/command.js";
import { judgeRecord } from "./input/judge-record.js";
import { readRecords } from "./input/read-records.js";

export const validateCommand = defineCommand({
  name: "validate",
  usage: "[FILE…] [options]",
  summary: "Judges records as the catalog would, without asking anybody. Ends with 1 if one would be rejected.",
  details: `  A file that ends in .json holds a message or a bare record, any other a record a line. Without a file,
  and for "-", the standard input is read. Faults are printed on standard output, a line each.`,
  options: {
    source: { type: "string", value: "NAME", description: "of records that name none" },
    strict: { type: "boolean", description: "takes a field that the contract does not know for a fault" },
  },
  async run({ values: { source, strict = false }, arguments: files }, { stdin, stdout, stderr }) {
    let [records, faults, warnings] = [0, 0, 0];
    for await (const input of readRecords(files, stdin, source)) {
      records++;
      const { fault, warnings: unknown } =
        "input" in input
          ? judgeRecord(input)
          : { fault: { code: "MALFORMED_MESSAGE", detail: input.detail }, warnings: [] };
      if (fault) stdout.write(`${input.where}: ${fault.code} ${fault.detail}\n`);
      for (const warning of unknown) stdout.write(`${input.where}: ${strict ? "fault" : "warning"}: ${warning}\n`);
      if (fault || (strict && unknown.length > 0)) faults++;
      warnings += unknown.length;
    }
    stderr.write(`${records} records, ${faults} with faults, ${warnings} unknown fields\n`);
    return faults > 0 ? 1 : 0;
  },
});
