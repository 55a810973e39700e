import { SourceClient, type SourceAnswer } from "@binnacle/collector";
import robotsParser from "robots-parser";

export interface PoliteHostOptions {
  /** `https://status.example` */
  origin: string;
  userAgent: string;
  /** By which robots.txt addresses this robot. */
  robot: string;
  delayMs: number;
  timeoutMs: number;
  maxBytes: number;
}

// The package is CommonJS and exports a function; its types say that it has a `default`.
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

interface Rules {
  isAllowed(url: string): boolean;
  crawlDelayMs: number;
}

/** For how long a robots.txt may be kept (RFC 9309 § 2.4). */
const ROBOTS_MS = 86_400_000;
const ROBOTS_BYTES = 512 * 1024;
const NOBODY = { isAllowed: () => false, crawlDelayMs: 0 };
const EVERYBODY = { isAllowed: () => true, crawlDelayMs: 0 };

/** Asks a host for pages as robots.txt (RFC 9309) lets it: one at a time, with waits, and only for what has changed. */
export class PoliteHost {
  private rules: { value: Rules; until: number } | undefined;
  private asking: Promise<Rules> | undefined;
  private client: { value: SourceClient; delayMs: number } | undefined;

  constructor(private readonly options: PoliteHostOptions) {}

  /**
   * A page; `unchanged` since it was read last; or `forbidden` by robots.txt, also where that cannot be read.
   * @throws SourceError there is no such page, or no answer
   */
  async get(url: string): Promise<SourceAnswer | "unchanged" | "forbidden"> {
    const rules = await this.currentRules();
    if (!rules.isAllowed(url)) return "forbidden";
    const answer = await this.clientFor(rules.crawlDelayMs).getIfChanged(url, {
      headers: { accept: "text/html, application/xhtml+xml, */*;q=0.1" },
    });
    if (answer === undefined) return "unchanged";
    return rules.isAllowed(answer.url.href) ? answer : "forbidden";
  }

  /** Kept as long as the wait is the same, with what it knows of pages that it has read. */
  private clientFor(crawlDelayMs: number): SourceClient {
    const delayMs = Math.max(this.options.delayMs, crawlDelayMs);
    if (this.client?.delayMs !== delayMs) this.client = { value: this.newClient(delayMs), delayMs };
    return this.client.value;
  }

  private newClient(delayMs: number): SourceClient {
    const { origin, userAgent, timeoutMs, maxBytes } = this.options;
    return new SourceClient({
      baseUrl: origin,
      headers: { "user-agent": userAgent },
      timeoutMs,
      maxBytes,
      retries: 2,
      retryDelayMs: 2_000,
      concurrency: 1,
      requestsPerSecond: 1_000 / delayMs,
    });
  }

  private currentRules(): Promise<Rules> {
    if (this.rules && Date.now() < this.rules.until) return Promise.resolve(this.rules.value);
    this.asking ??= this.readRobots().finally(() => (this.asking = undefined));
    return this.asking;
  }

  /** Without a robots.txt all is allowed; while the host cannot say, nothing is. */
  private async readRobots(): Promise<Rules> {
    const { origin, robot, delayMs } = this.options;
    const url = `${origin}/robots.txt`;
    const client = this.newClient(delayMs);
    const expected = Array.from({ length: 100 }, (_, index) => 400 + index).filter((status) => status !== 429);
    let answer: SourceAnswer;
    try {
      answer = await client.request({ path: url, expected, maxBytes: ROBOTS_BYTES, headers: { accept: "text/plain" } });
    } catch (error) {
      if ((error as { code?: string }).code !== "SOURCE") throw error;
      return NOBODY;
    }
    const value = answer.status >= 400 ? EVERYBODY : rulesOf(parseRobots(url, answer.text()), robot);
    this.rules = { value, until: Date.now() + ROBOTS_MS };
    return value;
  }
}

function rulesOf(parsed: ReturnType<typeof parseRobots>, robot: string): Rules {
  return {
    isAllowed: (page) => parsed.isAllowed(page, robot) ?? true,
    crawlDelayMs: (parsed.getCrawlDelay(robot) ?? 0) * 1_000,
  };
}
