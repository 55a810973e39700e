import { type DBInstance, paginateDescribeDBInstances, RDSClient } from "@aws-sdk/client-rds";
import { awsError, clientConfig } from "../../aws/aws-source.js";

/** The database instances of a region, page by page. */
export async function* databaseInstances(
  region: string | undefined,
  abortSignal: AbortSignal,
): AsyncGenerator<DBInstance[]> {
  const client = new RDSClient(clientConfig(region));
  try {
    for await (const page of paginateDescribeDBInstances({ client, pageSize: 100 }, {}, { abortSignal })) {
      yield page.DBInstances ?? [];
    }
  } catch (error) {
    abortSignal.throwIfAborted();
    throw awsError("rds DescribeDBInstances", error);
  } finally {
    client.destroy();
  }
}
