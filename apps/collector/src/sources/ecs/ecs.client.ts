import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient as AwsEcsClient,
  paginateListClusters,
  paginateListServices,
  paginateListTasks,
  type Service,
  type Task,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { awsError, clientConfig } from "../../aws/aws-source.js";

/** As many as one call may describe. */
const SERVICES_A_CALL = 10;
const TASKS_A_CALL = 100;

/** The clusters of a region, with their services and tasks. */
export class EcsClient {
  private readonly client: AwsEcsClient;
  /** A revision never changes. */
  private readonly definitions = new Map<string, TaskDefinition | undefined>();

  constructor(
    region: string | undefined,
    private readonly abortSignal: AbortSignal,
  ) {
    this.client = new AwsEcsClient(clientConfig(region));
  }

  async clusters(): Promise<string[]> {
    const pages = paginateListClusters({ client: this.client }, {}, this.signal());
    return this.told("ListClusters", async () =>
      (await Array.fromAsync(pages)).flatMap(({ clusterArns }) => clusterArns ?? []),
    );
  }

  /** A service that is gone when it is to be described is left out. */
  async *services(cluster: string): AsyncGenerator<Service[]> {
    const pages = paginateListServices({ client: this.client, pageSize: 100 }, { cluster }, this.signal());
    for await (const { serviceArns = [] } of this.pages("ListServices", pages)) {
      for (const services of chunks(serviceArns, SERVICES_A_CALL)) {
        const command = new DescribeServicesCommand({ cluster, services, include: ["TAGS"] });
        const answer = await this.told("DescribeServices", () => this.client.send(command, this.signal()));
        yield (answer.services ?? []).filter(({ status }) => status !== "INACTIVE");
      }
    }
  }

  /** Those that run, and those that stopped in about the last hour. */
  async *tasks(cluster: string, desiredStatus: "RUNNING" | "STOPPED"): AsyncGenerator<Task[]> {
    const input = { cluster, desiredStatus };
    const pages = paginateListTasks({ client: this.client, pageSize: TASKS_A_CALL }, input, this.signal());
    for await (const { taskArns = [] } of this.pages("ListTasks", pages)) {
      if (taskArns.length === 0) continue;
      const command = new DescribeTasksCommand({ cluster, tasks: taskArns });
      const answer = await this.told("DescribeTasks", () => this.client.send(command, this.signal()));
      yield answer.tasks ?? [];
    }
  }

  async taskDefinition(arn: string): Promise<TaskDefinition | undefined> {
    if (!this.definitions.has(arn)) {
      const command = new DescribeTaskDefinitionCommand({ taskDefinition: arn });
      const answer = await this.told("DescribeTaskDefinition", () => this.client.send(command, this.signal()));
      this.definitions.set(arn, answer.taskDefinition);
    }
    return this.definitions.get(arn);
  }

  close(): void {
    this.client.destroy();
  }

  private signal(): { abortSignal: AbortSignal } {
    return { abortSignal: this.abortSignal };
  }

  private async *pages<T>(call: string, pages: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = pages[Symbol.asyncIterator]();
    for (;;) {
      const step = await this.told(call, () => iterator.next());
      if (step.done) return;
      yield step.value;
    }
  }

  private async told<T>(call: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.abortSignal.throwIfAborted();
      throw awsError(`ecs ${call}`, error);
    }
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
