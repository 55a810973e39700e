import type { FieldCondition, ReadingField } from "@binnacle/store";
import { InvalidParameterError } from "../request-errors.js";

/** A value asked for in a field. */
export interface FieldValue {
  name: string;
  value: string;
}

/** The fields that `binnacle.yaml` declares, by the names that requests call them. */
export class DeclaredFields {
  private readonly byName: ReadonlyMap<string, ReadingField>;

  constructor(readonly all: readonly ReadingField[]) {
    this.byName = new Map(all.map((field) => [field.name, field]));
  }

  /**
   * @param parameter that names the field
   * @throws InvalidParameterError if it is not declared
   */
  get(name: string, parameter: string): ReadingField {
    const field = this.byName.get(name);
    if (field) return field;
    const names = [...this.byName.keys()].join(", ");
    const detail = `must name a declared field, not ${JSON.stringify(name)}; ${names ? `there are ${names}` : "there is none"}`;
    throw new InvalidParameterError([{ path: parameter, detail }]);
  }

  /**
   * One condition a field, which each of its values meets.
   * @throws InvalidParameterError if one of them is not declared
   */
  conditions(given: readonly FieldValue[]): FieldCondition[] {
    const values = Map.groupBy(given, ({ name }) => name);
    return [...values]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => ({
        field: this.get(name, "field"),
        values: [...new Set(each.map(({ value }) => value))].toSorted(),
      }));
  }
}
