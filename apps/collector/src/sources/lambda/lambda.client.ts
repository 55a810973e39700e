import {
  type AliasConfiguration,
  type FunctionConfiguration,
  LambdaClient as AwsLambdaClient,
  ListTagsCommand,
  paginateListAliases,
  paginateListFunctions,
  paginateListVersionsByFunction,
} from "@aws-sdk/client-lambda";
import { awsError, clientConfig } from "../../aws/aws-source.js";

/** The functions of a region, and what belongs to each. */
export class LambdaClient {
  private readonly client: AwsLambdaClient;

  constructor(
    region: string | undefined,
    private readonly abortSignal: AbortSignal,
  ) {
    this.client = new AwsLambdaClient(clientConfig(region));
  }

  async *functions(): AsyncGenerator<FunctionConfiguration[]> {
    const pages = paginateListFunctions({ client: this.client }, {}, this.signal());
    for await (const page of this.told("ListFunctions", pages)) yield page.Functions ?? [];
  }

  async tags(arn: string): Promise<Record<string, string>> {
    try {
      const { Tags } = await this.client.send(new ListTagsCommand({ Resource: arn }), this.signal());
      return Tags ?? {};
    } catch (error) {
      this.abortSignal.throwIfAborted();
      throw awsError("lambda ListTags", error);
    }
  }

  async aliases(FunctionName: string): Promise<AliasConfiguration[]> {
    const pages = paginateListAliases({ client: this.client }, { FunctionName }, this.signal());
    return (await Array.fromAsync(this.told("ListAliases", pages))).flatMap(({ Aliases }) => Aliases ?? []);
  }

  async versions(FunctionName: string): Promise<FunctionConfiguration[]> {
    const pages = paginateListVersionsByFunction({ client: this.client }, { FunctionName }, this.signal());
    return (await Array.fromAsync(this.told("ListVersionsByFunction", pages))).flatMap(
      ({ Versions }) => Versions ?? [],
    );
  }

  close(): void {
    this.client.destroy();
  }

  private signal(): { abortSignal: AbortSignal } {
    return { abortSignal: this.abortSignal };
  }

  private async *told<T>(call: string, pages: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* pages;
    } catch (error) {
      this.abortSignal.throwIfAborted();
      throw awsError(`lambda ${call}`, error);
    }
  }
}
