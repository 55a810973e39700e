import "reflect-metadata";
import { Type } from "class-transformer";
import { IsArray, IsBoolean, IsOptional, Matches, ValidateNested } from "class-validator";
import { CallTargetRule } from "../../egress/call-target.options.js";
import { IsText } from "../../options/is-text.js";
import { PrometheusServerOptions } from "../../prometheus/prometheus-server.options.js";

const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LABEL_MESSAGE = "$property must be names of Prometheus labels";

/** Proxies that are not Istio's: who runs beside them is told by labels of the scrape. */
export class EnvoyOptions {
  /** Labels that hold the name of the calling service; of several the first that is there counts. */
  @Matches(LABEL, { each: true, message: LABEL_MESSAGE })
  service: string[] = ["app"];

  /** Labels that hold its environment. */
  @Matches(LABEL, { each: true, message: LABEL_MESSAGE })
  environment: string[] = ["namespace"];
}

/** What the `egress-mesh` source can be told. */
export class EgressMeshOptions extends PrometheusServerOptions {
  /** How far back calls count. */
  @Matches(/^[1-9]\d{0,3}[mhd]$/, { message: "$property must be a duration such as 30m, 6h or 1d" })
  window = "1d";

  /** The environment of all that this Prometheus sees; without one it is the namespace of the caller. */
  @IsOptional()
  @IsText()
  environment?: string;

  /** Whether Istio's metrics are read. */
  @IsBoolean()
  istio = true;

  /** Envoy's own metrics, where there is no Istio. */
  @IsOptional()
  @ValidateNested()
  @Type(() => EnvoyOptions)
  envoy?: EnvoyOptions;

  /** Which Resources are called. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => CallTargetRule)
  callees: CallTargetRule[] = [];
}
