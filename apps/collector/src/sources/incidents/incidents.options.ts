import "reflect-metadata";
import { IsResourceName, IsTypeName } from "@binnacle/contract";
import { Type } from "class-transformer";
import { ArrayNotEmpty, IsArray, IsOptional, IsString, Matches, ValidateNested } from "class-validator";
import { IsText } from "../../options/is-text.js";
import { IsVariableName } from "../../options/is-variable-name.js";
import { ListenerOptions } from "../../receiving/listener.options.js";

const PATH = /^\/[A-Za-z0-9._~/-]*$/;
const PATH_MESSAGE = "$property must be a path such as /alertmanager";

/** Which of the fields that come with an event name its Resource; the first that is there counts. */
export class AssignmentOptions {
  /** Fields that hold the name of the service. */
  @IsString({ each: true })
  service: string[] = [];

  /** Fields that hold the environment. */
  @IsString({ each: true })
  environment: string[] = ["environment", "env"];

  /** Fields that hold the instance, as the catalog calls it; with none, events are kept on the deployment. */
  @IsString({ each: true })
  instance: string[] = [];

  /** Further fields whose values are looked up among `services`. */
  @IsString({ each: true })
  alias: string[] = [];
}

export class AlertmanagerOptions extends AssignmentOptions {
  /** Where Alertmanager posts to. */
  @Matches(PATH, { message: PATH_MESSAGE })
  path = "/alertmanager";

  /** The variable with the token that it shows as `Authorization: Bearer`. */
  @IsOptional()
  @IsVariableName()
  tokenFrom?: string;

  override service: string[] = ["service"];

  /** Annotations that are kept. One with a figure in its text makes a new event at each repetition. */
  @IsString({ each: true })
  annotations: string[] = ["runbook_url"];
}

export class PagerDutyOptions extends AssignmentOptions {
  @Matches(PATH, { message: PATH_MESSAGE })
  path = "/pagerduty";

  /** The variables with the secrets of the webhook subscriptions; a signature by one of them will do. */
  @IsArray()
  @ArrayNotEmpty()
  @IsVariableName({ each: true })
  secretsFrom!: string[];

  override alias: string[] = ["serviceId", "service"];
}

export class OpsgenieOptions extends AssignmentOptions {
  @Matches(PATH, { message: PATH_MESSAGE })
  path = "/opsgenie";

  /** The variable with the token that it shows as `Authorization: Bearer`, a custom header of the integration. */
  @IsOptional()
  @IsVariableName()
  tokenFrom?: string;

  override service: string[] = ["service"];
}

/** What a sender calls a service, and which it is in the catalog. */
export class NamedService {
  /** The sender's name or id of it. */
  @IsText()
  name!: string;

  @IsText()
  service!: string;

  @IsOptional()
  @IsText()
  environment?: string;
}

export class FallbackResource {
  @IsTypeName()
  type!: string;

  @IsResourceName()
  name!: string;
}

/** What the `incidents` source can be told. */
export class IncidentsOptions extends ListenerOptions {
  /** The environment of events that name none; without one they are kept on the Service. */
  @IsOptional()
  @IsText()
  environment?: string;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => NamedService)
  services: NamedService[] = [];

  /** The Resource of events of which nothing says where they belong; default: the `Collector` of this source. */
  @IsOptional()
  @ValidateNested()
  @Type(() => FallbackResource)
  fallback?: FallbackResource;

  @IsOptional()
  @ValidateNested()
  @Type(() => AlertmanagerOptions)
  alertmanager?: AlertmanagerOptions;

  @IsOptional()
  @ValidateNested()
  @Type(() => PagerDutyOptions)
  pagerduty?: PagerDutyOptions;

  @IsOptional()
  @ValidateNested()
  @Type(() => OpsgenieOptions)
  opsgenie?: OpsgenieOptions;
}
