import type { Reference } from "@binnacle/contract";

/** The value of `ServiceDescription`, on a Service. */
export interface Description {
  /** The file that the description is from. */
  from: string;
  description?: string;
  title?: string;
  type?: string;
  lifecycle?: string;
  system?: string;
  tags?: string[];
  links?: { url: string; title?: string }[];
  dependsOn?: Reference[];
  providesApis?: Reference[];
  consumesApis?: Reference[];
}
