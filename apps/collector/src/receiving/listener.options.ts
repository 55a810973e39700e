import "reflect-metadata";
import { IsIntBetween } from "../options/is-int-between.js";
import { IsText } from "../options/is-text.js";

/** What every source that listens for requests can be told. What it holds in memory is at most `maxBodyBytes` times `maxConcurrent`. */
export class ListenerOptions {
  /** The address to listen on. On others than loopback every sender needs its secret. */
  @IsText()
  host = "127.0.0.1";

  /** 0 picks a free one, which the log tells. */
  @IsIntBetween(0, 65_535)
  port!: number;

  /** Bytes of a request, also once inflated. */
  @IsIntBetween(1_024, 64 * 1024 * 1024)
  maxBodyBytes = 2 * 1024 * 1024;

  /** Requests at a time. */
  @IsIntBetween(1, 256)
  maxConcurrent = 16;
}
