import type { ServerResponse } from "node:http";
import { type AskedRequest, SourceServer } from "./source-server.js";

/** One call to AWS, read from the protocol that its service speaks. */
export interface AwsCall {
  /** Who is asked, by the signature: `ecs`, `rds`, `lambda`. */
  service: string;
  region: string;
  /** `ListClusters`; of REST protocols the method and path. */
  operation: string;
  input: Record<string, unknown>;
}

/** What AWS would answer: a document, or an error by its code. */
export type AwsAnswer = object | string | { errorCode: string; status: number };

/**
 * A server that speaks the protocols of AWS: AWS JSON 1.1 (by `X-Amz-Target`), query with answers of XML, and REST with JSON. It stands where
 * `AWS_ENDPOINT_URL_<SERVICE>` says, until it is closed.
 */
export class AwsApi {
  readonly calls: AwsCall[] = [];
  private readonly before = new Map<string, string | undefined>();

  private constructor(
    readonly server: SourceServer,
    environment: Record<string, string>,
  ) {
    for (const [name, value] of Object.entries(environment)) {
      this.before.set(name, process.env[name]);
      process.env[name] = value;
    }
  }

  static async start(service: "ECS" | "RDS" | "LAMBDA", answer: (call: AwsCall) => AwsAnswer): Promise<AwsApi> {
    const server = await SourceServer.start(() => {});
    const api = new AwsApi(server, {
      [`AWS_ENDPOINT_URL_${service}`]: server.url,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "s3cr3t-key",
    });
    server.answer = (request, response) => {
      const call = readCall(request);
      api.calls.push(call);
      send(response, call, answer(call));
    };
    return api;
  }

  async close(): Promise<void> {
    for (const [name, value] of this.before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await this.server.close();
  }
}

function readCall({ method, url, headers, body }: AskedRequest): AwsCall {
  const [, region = "", service = ""] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  const { pathname, searchParams } = new URL(url, "http://aws");
  if (service === "ecs") {
    const operation = String(headers["x-amz-target"]).split(".")[1] ?? "";
    return { service, region, operation, input: JSON.parse(body) as Record<string, unknown> };
  }
  if (service === "rds") {
    const input = Object.fromEntries(new URLSearchParams(body));
    return { service, region, operation: input["Action"] ?? "", input };
  }
  const operation = `${method} ${decodeURIComponent(pathname)}`;
  return { service, region, operation, input: Object.fromEntries(searchParams) };
}

function send(response: ServerResponse, { service }: AwsCall, answer: AwsAnswer): void {
  const isError = typeof answer === "object" && "errorCode" in answer;
  if (service === "rds") {
    const text = isError
      ? `<ErrorResponse><Error><Type>Sender</Type><Code>${answer.errorCode}</Code><Message>no</Message></Error><RequestId>1</RequestId></ErrorResponse>`
      : String(answer);
    response.writeHead(isError ? answer.status : 200, { "content-type": "text/xml" }).end(text);
    return;
  }
  const type = service === "ecs" ? "application/x-amz-json-1.1" : "application/json";
  if (isError) {
    const headers = { "content-type": type, "x-amzn-errortype": answer.errorCode };
    response.writeHead(answer.status, headers).end(JSON.stringify({ __type: answer.errorCode, message: "no" }));
    return;
  }
  response.writeHead(200, { "content-type": type });
  response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
}
