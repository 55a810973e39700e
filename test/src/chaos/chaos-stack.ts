import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createSnsClient, SnsPublisher } from "@binnacle/messaging";
import { differences, storedContents } from "./catalog-contents.js";
import { ChaosDatabase } from "./chaos-database.js";
import { ChaosQueue, CREDENTIALS, REGION } from "./chaos-queue.js";
import type { CrashPlan } from "./crash-plan.js";
import { Load } from "./load.js";
import { Random } from "../random.js";
import { SmallDisk } from "./small-disk.js";
import { SupervisedSink } from "./supervised-sink.js";
import { Workload } from "./workload.js";

export interface ChaosOptions {
  seed: number;
  sinks: number;
  /** Size of the disk that holds the database, in MiB. Without it the database lies among the temporary files. */
  diskMiB?: number;
}

/** A PostgreSQL, an emulator and sinks of the run's own, with a proxy in each way, and a load that knows what must come of it. */
export class ChaosStack {
  private readonly cleanup = new AsyncDisposableStack();
  disk!: SmallDisk | undefined;
  database!: ChaosDatabase;
  queue!: ChaosQueue;
  load!: Load;
  readonly random: Random;
  readonly workload: Workload;
  sinks: readonly SupervisedSink[] = [];
  private stopped: Promise<void> | undefined;

  private constructor(private readonly options: ChaosOptions) {
    this.random = new Random(options.seed);
    this.workload = new Workload(this.random, options.seed);
  }

  static async start(options: ChaosOptions): Promise<ChaosStack> {
    const stack = new ChaosStack(options);
    try {
      await stack.startAll();
      return stack;
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  /** Ends and removes whatever was started. */
  stop(): Promise<void> {
    return (this.stopped ??= this.cleanup.disposeAsync());
  }

  /** The sinks die at the points of the plan, from now on. */
  crashSinks(plan: CrashPlan): void {
    for (const sink of this.sinks) {
      sink.crashes = plan;
      sink.kill();
    }
  }

  /** How the catalog differs from what the model says. */
  async differences(): Promise<string[]> {
    return differences(this.workload.expected(), await storedContents(this.database.directUrl));
  }

  private async startAll(): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), "binnacle-chaos-"));
    this.cleanup.defer(() => rm(directory, { recursive: true, force: true }));
    // PostgreSQL may run under another account, which has to come by here.
    await chmod(directory, 0o755);
    const dataDirectory = join(directory, "disk", "data");
    this.disk = this.options.diskMiB ? await SmallDisk.mount(dirname(dataDirectory), this.options.diskMiB) : undefined;
    if (this.disk) this.cleanup.use(this.disk);
    this.database = await ChaosDatabase.start(dataDirectory, join(directory, "postgres.log"));
    this.cleanup.defer(() => this.database.stop());
    this.queue = await ChaosQueue.start();
    this.cleanup.defer(() => this.queue.stop());
    this.startPublisher();
    this.startSinks();
  }

  private startPublisher(): void {
    const { endpoint } = this.queue.proxy;
    const client = createSnsClient({ endpoint, region: REGION, credentials: CREDENTIALS });
    const publisher = new SnsPublisher({ topicArn: this.queue.resources.topicArn, client });
    this.cleanup.defer(async () => {
      await publisher.close();
      client.destroy();
    });
    this.load = new Load(this.workload, publisher, this.queue);
  }

  private startSinks(): void {
    const environment = {
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL: this.queue.proxy.endpoint,
      DATABASE_URL: this.database.url,
      BINNACLE_QUEUE_URL: this.queue.resources.queueUrl,
      LOG_LEVEL: "warn",
    };
    this.sinks = Array.from({ length: this.options.sinks }, () => new SupervisedSink(environment));
    this.cleanup.defer(async () => {
      await Promise.all(this.sinks.map((sink) => sink.stop()));
    });
    for (const sink of this.sinks) sink.start();
  }
}
