import "reflect-metadata";
import { ConfigurationError } from "@binnacle/errors";
import { Type } from "class-transformer";
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateNested,
} from "class-validator";
import { readAddress } from "./address.js";

const ADDRESS = /^(\[[0-9A-Fa-f:.]+\]|[^:\s/[\]]+):\d{1,5}$/;
const ADDRESS_MESSAGE = "$property must be host:port, an IPv6 address in brackets";
const DURATION = /^[1-9]\d{0,5}(ms|s|m)$/;
const DURATION_MESSAGE = "$property must be a duration such as 500ms or 5s";
// Credentials would end up in the catalog, and `fetch` refuses them anyway.
const PROBED_URL = { protocols: ["http", "https"], require_protocol: true, require_tld: false, disallow_auth: true };
const URL_MESSAGE = "$property must be an http or https URL without credentials";

/** One process to look at, and what it is called in the catalog. */
export class HealthTarget {
  @IsString()
  @IsNotEmpty()
  service!: string;

  @IsString()
  @IsNotEmpty()
  environment!: string;

  /** What tells this instance from the others of its deployment, and stays when it is restarted. */
  @IsString()
  @IsNotEmpty()
  instance!: string;

  /** Answers 2xx while the process is alive. A target has one of `url`, `tcp` and `grpc`. */
  @IsOptional()
  @IsUrl(PROBED_URL, { message: URL_MESSAGE })
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
  @IsUrl(PROBED_URL, { message: URL_MESSAGE })
  readinessUrl?: string;

  /** Prometheus metrics, asked for the start time where the answer of `url` does not tell it. */
  @IsOptional()
  @IsUrl(PROBED_URL, { message: URL_MESSAGE })
  metricsUrl?: string;
}

/** What the `health` source can be told. */
export class HealthOptions {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @ArrayUnique(instanceOf, { message: "$property must not name the same instance twice" })
  @ValidateNested({ each: true })
  @Type(() => HealthTarget)
  targets!: HealthTarget[];

  /** A probe without an answer by then counts as down. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  timeout = "5s";

  /** A target that takes longer than this to answer is degraded. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  degradedAfter = "1s";

  /** Targets probed at the same time. */
  @IsInt()
  @Min(1)
  @Max(64)
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

/** Also called for entries that are no targets, which have their own fault. */
function instanceOf(target: HealthTarget | null | undefined): unknown {
  return JSON.stringify([target?.service, target?.environment, target?.instance]);
}
