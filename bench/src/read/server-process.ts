import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PROVIDER = fileURLToPath(new URL("../../../apps/provider/dist/main.js", import.meta.url));
const BARE = fileURLToPath(new URL("bare-server.js", import.meta.url));
const EMULATOR = fileURLToPath(new URL("emulator-child.js", import.meta.url));

/** Where records go that the provider publishes. */
export interface Messaging {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  topicArn: string;
}

const NOWHERE: Messaging = {
  endpoint: "http://127.0.0.1:9",
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  topicArn: "arn:aws:sns:us-east-1:000000000000:bench",
};

/** A server in a process of its own. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** The provider as it runs anywhere; without messaging nothing can be published. */
  static provider(databaseUrl: string, configuration: string, messaging = NOWHERE): Promise<ServerProcess> {
    return ServerProcess.start(PROVIDER, {
      DATABASE_URL: databaseUrl,
      BINNACLE_CONFIG: configuration,
      HOST: "127.0.0.1",
      PORT: "0",
      // What is not answered well is counted.
      LOG_LEVEL: "fatal",
      BINNACLE_RATE_LIMIT: "0",
      BINNACLE_TOPIC_ARN: messaging.topicArn,
      ...awsEnvironment(messaging),
    });
  }

  /** SNS, SQS and S3. */
  static emulator(): Promise<ServerProcess> {
    return ServerProcess.start(EMULATOR, {});
  }

  /** A Fastify that runs recorded statements. */
  static bare(databaseUrl: string, statements: string): Promise<ServerProcess> {
    return ServerProcess.start(BARE, { DATABASE_URL: databaseUrl, BARE_STATEMENTS: statements });
  }

  private static async start(path: string, environment: Record<string, string>): Promise<ServerProcess> {
    const child = fork(path, [], {
      env: { PATH: process.env["PATH"], ...environment },
      execArgv: [],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const failed = once(child, "exit").then(([code]) => {
      throw new Error(`${path} ended with ${code} before it listened`);
    });
    const [{ url }] = (await Promise.race([once(child, "message"), failed])) as [{ url: string }];
    failed.catch(() => undefined);
    return new ServerProcess(child, url);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exited = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await exited;
  }
}

/** The variables by which the AWS SDK finds it. */
export function awsEnvironment({ endpoint, region, credentials }: Omit<Messaging, "topicArn">): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
}
