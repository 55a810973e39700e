import { type ResourceAddress, service, serviceDeployment, serviceInstance } from "@binnacle/contract";
import { ContractError } from "@binnacle/errors";
import type { AssignmentOptions, IncidentsOptions } from "./incidents.options.js";

/** Says on which Resource an event is kept, by the fields that came with it. */
export class Assignment {
  private readonly services;

  constructor(private readonly options: Pick<IncidentsOptions, "services" | "environment">) {
    this.services = new Map(options.services.map((named) => [named.name, named]));
  }

  /** `undefined`: nothing says where it belongs. */
  resourceOf(fields: Readonly<Record<string, string>>, rules: AssignmentOptions): ResourceAddress | undefined {
    const called = [...new Set([...rules.service, ...rules.alias])].flatMap((name) => fields[name] ?? []);
    const known = called.map((name) => this.services.get(name)).find((named) => named !== undefined);
    const serviceName = known?.service ?? firstOf(fields, rules.service);
    if (serviceName === undefined) return undefined;
    const environment = known?.environment ?? firstOf(fields, rules.environment) ?? this.options.environment;
    const instance = firstOf(fields, rules.instance);
    try {
      if (environment === undefined) return service(serviceName);
      if (instance === undefined) return serviceDeployment(serviceName, environment);
      return serviceInstance(serviceName, environment, instance);
    } catch (error) {
      // What came is no name, as a text of 600 characters.
      if (error instanceof ContractError) return undefined;
      throw error;
    }
  }
}

function firstOf(fields: Readonly<Record<string, string>>, names: readonly string[]): string | undefined {
  return names.map((name) => fields[name]).find((value) => value !== undefined);
}
