import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { lockHome } from "@binnacle/embedded";
import { BinnacleError } from "@binnacle/errors";
import { ChildApp } from "./child-app.js";
import { planSources, writeCollectorConfiguration, type SourceEntry } from "./collector-configuration.js";
import { openMessaging, type Messaging } from "./messaging.js";
import { chooseApiPort, chooseWorkerPort } from "./ports.js";
import type { Progress } from "./progress.js";
import type { Settings } from "./settings.js";
import { StackFile, type StackDescription } from "./stack-file.js";
import { openStorage, type Storage } from "./storage.js";

const READY_LIMIT_MS = 60_000;
const READY_INTERVAL_MS = 100;

/** What a started stack tells those who wait for it. */
export interface StartedStack {
  description: StackDescription;
  /** How many collectors will report a run; unknown with a configuration of the user's own. */
  sources: number;
}

/** Everything of Binnacle on this machine: started in order, stopped in the reverse of it. */
export class LocalStack {
  private readonly undo: Array<() => Promise<void> | void> = [];
  private readonly file: StackFile;
  private stopped: Promise<void> | undefined;

  /** @param onLost called with the reason when the stack cannot go on. */
  constructor(
    private readonly settings: Settings,
    private readonly progress: Progress,
    private readonly signal: AbortSignal,
    private readonly onLost: (reason: string) => void,
  ) {
    this.file = new StackFile(settings.home);
  }

  /** Resolves when every process says that it is ready. What was started by then is stopped by {@link stop}, also after a failure. */
  async start(): Promise<StartedStack> {
    const { settings, progress } = this;
    const apiPort = await chooseApiPort(settings);
    const lock = await lockHome(settings.home);
    this.undo.push(() => lock.release());
    await mkdir(join(settings.home, "logs"), { recursive: true });
    await this.file.remove();
    progress.say(`data is kept in ${settings.home}`);

    const [storage, messaging] = await this.openBoth();
    this.signal.throwIfAborted();
    const env = this.environmentOf(storage, messaging);
    const sink = this.app("sink", "BINNACLE_HEALTH_PORT", { ...env, HOST: "127.0.0.1", BINNACLE_HEALTH_PORT: "0" });
    const provider = this.app("provider", "PORT", {
      ...env,
      DATABASE_URL: storage.providerUrl,
      PORT: String(apiPort),
    });
    const [sinkUrl, apiUrl] = await this.unlessStopped(Promise.all([sink.start(), provider.start()]));

    const healthPort = await chooseWorkerPort();
    const housekeeperPort = await chooseWorkerPort();
    const processes = [
      { name: "collector", url: `http://127.0.0.1:${healthPort}` },
      { name: "sink", url: sinkUrl },
      { name: "provider", url: apiUrl },
      { name: "housekeeper", url: `http://127.0.0.1:${housekeeperPort}` },
    ];
    const { file, sources } = await this.configureCollector(processes);
    const housekeeper = this.app("housekeeper", "BINNACLE_HEALTH_PORT", {
      ...env,
      HOST: "127.0.0.1",
      BINNACLE_HEALTH_PORT: String(housekeeperPort),
      BINNACLE_CONFIG: file,
    });
    const collector = this.app("collector", "BINNACLE_HEALTH_PORT", {
      ...env,
      HOST: "127.0.0.1",
      BINNACLE_HEALTH_PORT: String(healthPort),
      BINNACLE_CONFIG: file,
    });
    await this.unlessStopped(Promise.all([collector.start(), housekeeper.start()]));
    const apps = [collector, housekeeper, sink, provider];
    await this.unlessStopped(Promise.race([this.awaitReady(processes), ...apps.map((app) => app.failure)]));
    for (const app of apps) app.keepUp();

    const description: StackDescription = {
      apiUrl,
      databaseUrl: storage.url,
      awsEndpoint: messaging.endpoint,
      region: messaging.region,
      topicArn: messaging.topicArn,
      queueUrl: messaging.queueUrl,
      deadLetterQueueUrl: messaging.deadLetterQueueUrl,
      payloadBucket: messaging.payloadBucket,
      processes,
    };
    // Only now, so that it is the first thing to go, and never that of a stack which was there before.
    this.undo.push(() => this.file.remove());
    await this.file.write(description);
    return { description, sources: sources.length };
  }

  /** Stops what runs, the last started first. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  /** An app that hangs at its start must not keep the stack from stopping. */
  private unlessStopped<Value>(work: Promise<Value>): Promise<Value> {
    this.signal.throwIfAborted();
    const { promise, reject } = Promise.withResolvers<never>();
    this.signal.addEventListener("abort", () => reject(this.signal.reason), { once: true });
    return Promise.race([work, promise]);
  }

  private async stopAll(): Promise<void> {
    for (let stop = this.undo.pop(); stop; stop = this.undo.pop()) {
      await Promise.resolve(stop()).catch((error: unknown) => this.progress.say(`while stopping: ${String(error)}`));
    }
  }

  /** Side by side; when one fails, the other still is there to be stopped. */
  private async openBoth(): Promise<[Storage, Messaging]> {
    const onLost = (): void => this.onLost("PostgreSQL has ended");
    const keep = <Part extends { stop(): Promise<void> }>(part: Part): Part => {
      this.undo.push(() => part.stop());
      return part;
    };
    const parts = await Promise.allSettled([
      openStorage(this.settings, this.progress, onLost).then(keep),
      openMessaging(this.settings, this.progress).then(keep),
    ]);
    const [storage, messaging] = parts;
    if (storage.status === "rejected") throw storage.reason;
    if (messaging.status === "rejected") throw messaging.reason;
    return [storage.value, messaging.value];
  }

  private environmentOf(storage: Storage, messaging: Messaging): NodeJS.ProcessEnv {
    return {
      ...process.env,
      ...messaging.env,
      DATABASE_URL: storage.url,
      BINNACLE_TOPIC_ARN: messaging.topicArn,
      BINNACLE_QUEUE_URL: messaging.queueUrl,
      BINNACLE_PAYLOAD_BUCKET: messaging.payloadBucket ?? undefined,
      BINNACLE_CONFIG: this.settings.config,
      HOST: this.settings.environment.HOST,
    };
  }

  private app(name: string, portVariable: string, env: NodeJS.ProcessEnv): ChildApp {
    const app = new ChildApp({
      name,
      portVariable,
      env,
      logFile: join(this.settings.home, "logs", `${name}.log`),
      tell: (line) => this.progress.say(line),
    });
    this.undo.push(() => app.stop());
    return app;
  }

  private async configureCollector(
    processes: Array<{ name: string; url: string }>,
  ): Promise<{ file: string; sources: SourceEntry[] }> {
    const { config } = this.settings;
    if (config !== undefined) return { file: config, sources: [] };
    const file = join(this.settings.home, "binnacle.yaml");
    const sources = planSources(this.settings.scanned, processes);
    await writeCollectorConfiguration(file, sources);
    this.progress.say(`collecting ${sources.map(({ name }) => name).join(", ")}`);
    return { file, sources };
  }

  private async awaitReady(processes: Array<{ name: string; url: string }>): Promise<void> {
    const deadline = Date.now() + READY_LIMIT_MS;
    for (const { name, url } of processes) {
      for (let reason = ""; ; await delay(READY_INTERVAL_MS, undefined, { signal: this.signal })) {
        const answer = await fetch(`${url}/readyz`).catch((error: Error) => error);
        if (answer instanceof Response && answer.ok) break;
        reason = answer instanceof Response ? await answer.text() : answer.message;
        if (Date.now() > deadline) throw new BinnacleError("APP_READY", `${name} does not become ready: ${reason}`);
      }
      this.progress.say(`${name} is ready on ${url}`);
    }
  }
}
