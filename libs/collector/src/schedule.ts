import { ConfigurationError } from "@binnacle/errors";
import { Cron } from "croner";
import { millisecondsOf } from "./milliseconds-of.js";

/** Says when a collector is due again. */
export interface Schedule {
  /** The first due time after `time`, in milliseconds since 1970; `undefined` if there is none any more. */
  next(time: number): number | undefined;
}

/**
 * Reads `every 30s`, or a cron expression of 5 or 6 fields, which is taken in UTC.
 * @throws ConfigurationError if it is neither.
 */
export function parseSchedule(text: string): Schedule {
  const every = /^every\s+(\S+)$/.exec(text.trim());
  if (every?.[1]) {
    const interval = millisecondsOf(every[1]);
    return { next: (time) => time + interval };
  }
  const cron = parseCron(text);
  return { next: (time) => cron.nextRun(new Date(time))?.getTime() };
}

function parseCron(text: string): Cron {
  try {
    // Croner would also take `@daily` and a single date.
    if (!/^(\S+\s+){4,5}\S+$/.test(text.trim())) throw new TypeError("not 5 or 6 fields");
    return new Cron(text, { mode: "5-or-6-parts", timezone: "UTC" });
  } catch (cause) {
    throw new ConfigurationError([`"${text}" is no schedule; write "every 5m" or a cron expression like "0 3 * * *"`], {
      cause,
    });
  }
}
