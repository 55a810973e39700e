import { HasRule, type FieldClass, type FieldOptions } from "./field.js";
import * as rules from "./rules.js";

/** The type of a Resource or a Reading. */
export const IsTypeName = (options?: FieldOptions): PropertyDecorator => HasRule(rules.TYPE_NAME, options);

/** The name of a Resource. */
export const IsResourceName = (options?: FieldOptions): PropertyDecorator => HasRule(rules.RESOURCE_NAME, options);

/** An RFC 3339 time, to become a `Timestamp`. */
export const IsTimestamp = (options?: FieldOptions): PropertyDecorator => HasRule(rules.TIMESTAMP, options);

/** A duration after which a Resource lapses. */
export const IsLease = (options?: FieldOptions): PropertyDecorator => HasRule(rules.LEASE, options);

/** The name of who publishes. */
export const IsSource = (options?: FieldOptions): PropertyDecorator => HasRule(rules.SOURCE, options);

/** A non-negative integer. */
export const IsCount = (options?: FieldOptions): PropertyDecorator => HasRule(rules.COUNT, options);

/** Any JSON; it is neither looked into nor changed. */
export const IsAnyValue = (options?: FieldOptions): PropertyDecorator => HasRule(rules.ANY_VALUE, options);

/** The list of a message's records. */
export const IsRecordList = (options?: FieldOptions): PropertyDecorator => HasRule(rules.RECORD_LIST, options);

/** Exactly this string. */
export const IsConstant = (value: string, options?: FieldOptions): PropertyDecorator =>
  HasRule(rules.constant(value), options);

/** One of these strings. */
export const IsOneOf = (values: readonly string[], options?: FieldOptions): PropertyDecorator =>
  HasRule(rules.oneOf(values), options);

/** An object of this class. */
export const IsNested = (target: FieldClass, options?: FieldOptions): PropertyDecorator =>
  HasRule(
    {
      name: "isNested",
      definition: target.name,
      schema: {},
      read: (value) => value,
      explain: () => "must be an object",
    },
    options,
    target,
  );
