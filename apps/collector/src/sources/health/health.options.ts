import "reflect-metadata";
import { ConfigurationError } from "@binnacle/errors";
import { IsBoolean, IsOptional, IsString, Matches } from "class-validator";
import { InstanceTarget } from "../../options/instance-target.js";
import { IsDuration } from "../../options/is-duration.js";
import { IsHttpUrl } from "../../options/is-http-url.js";
import { IsIntBetween } from "../../options/is-int-between.js";
import { IsTargetList } from "../../options/is-target-list.js";
import { readAddress } from "./address.js";

const ADDRESS = /^(\[[0-9A-Fa-f:.]+\]|[^:\s/[\]]+):\d{1,5}$/;
const ADDRESS_MESSAGE = "$property must be host:port, an IPv6 address in brackets";
// Credentials would end up in the catalog, and `fetch` refuses them anyway.

/** One process to look at, and what it is called in the catalog. */
export class HealthTarget extends InstanceTarget {
  /** Answers 2xx while the process is alive. A target has one of `url`, `tcp` and `grpc`. */
  @IsOptional()
  @IsHttpUrl()
  url?: string;

  /** `host:port` that accepts connections while the process is alive, whatever it speaks. */
  @IsOptional()
  @Matches(ADDRESS, { message: ADDRESS_MESSAGE })
  tcp?: string;

  /** `host:port` of a server that speaks gRPC's health checking protocol. */
  @IsOptional()
  @Matches(ADDRESS, { message: ADDRESS_MESSAGE })
  grpc?: string;

  /** The service of the gRPC server that is asked for, such as `orders.v1.Orders`; default: the server as a whole. */
  @IsOptional()
  @IsString()
  grpcService?: string;

  /** Ask the gRPC server over TLS. */
  @IsOptional()
  @IsBoolean()
  grpcTls?: boolean;

  /** Answers 2xx while the process can do its work; without one it can whenever it is alive. */
  @IsOptional()
  @IsHttpUrl()
  readinessUrl?: string;

  /** Prometheus metrics, asked for the start time where the answer of `url` does not tell it. */
  @IsOptional()
  @IsHttpUrl()
  metricsUrl?: string;
}

/** What the `health` source can be told. */
export class HealthOptions {
  @IsTargetList(() => HealthTarget)
  targets!: HealthTarget[];

  /** A probe without an answer by then counts as down. */
  @IsDuration()
  timeout = "5s";

  /** A target that takes longer than this to answer is degraded. */
  @IsDuration()
  degradedAfter = "1s";

  /** Targets probed at the same time. */
  @IsIntBetween(1, 64)
  concurrency = 8;
}

/** @throws ConfigurationError with a line for every target that does not say how it is probed */
export function checkHealthOptions({ targets }: HealthOptions): void {
  const faults = targets.flatMap(({ url, tcp, grpc, grpcService, grpcTls }, index) => {
    const ways = [url, tcp, grpc].filter((way) => way !== undefined).length;
    if (ways !== 1) return [`targets[${index}] must have one of url, tcp and grpc`];
    const { port } = readAddress(tcp ?? grpc ?? ":0");
    if (port > 65_535) return [`targets[${index}]: there is no port ${port}`];
    const isMixed = grpc === undefined && (grpcService !== undefined || grpcTls !== undefined);
    return isMixed ? [`targets[${index}]: grpcService and grpcTls go with grpc`] : [];
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
}
