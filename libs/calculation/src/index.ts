export { builtInCalculations, type BuiltInOptions } from "./built-in/index.js";
export { differences, type Difference } from "./built-in/compare/difference.js";
export { scorecardFaults, type Scorecard, type ScorecardCheck } from "./built-in/scorecard/scorecard.js";
export {
  Calculation,
  calculationOptions,
  type CalculationContext,
  type CalculationOptions,
  type PartialResult,
} from "./calculation.js";
export { CalculationRegistry, type RegisteredCalculation } from "./calculation-registry.js";
export {
  type AncestorTargets,
  CatalogReading,
  type Bounded,
  type CatalogReference,
  type CatalogResource,
  type CollectionTimes,
  type ConditionMatch,
  type HeldPlan,
  type HousekeepingOutlook,
  type ReadingParts,
  type ReferenceTargets,
  type RejectedRecord,
  type RelatedResource,
  type RemovalCandidate,
  type RemovalOutlook,
  type SeriesBucket,
} from "./catalog/catalog-items.js";
export { compareTexts } from "./catalog/compare-texts.js";
export {
  DEFAULT_ITEMS,
  ENUMERATED_SERIES,
  MAX_DEPTH,
  MAX_ITEMS,
  MAX_VALUE_BYTES,
  SAMPLED_SERIES,
  SAMPLED_SNAPSHOTS,
  SAMPLED_TIMES,
  type AggregateOptions,
  type CatalogAccess,
  type CatalogReader,
  type ChildrenOptions,
  type CollectionOptions,
  type DescendantsOptions,
  type ListLimit,
  type NewestEventsOptions,
  type NewestOptions,
  type ReadingsOptions,
  type ReferencesOptions,
  type ReferrerAncestorsOptions,
  type ResourceQuery,
  type SeriesChangesOptions,
  type SeriesOptions,
  type SilentOptions,
  type SnapshotCondition,
  type SnapshotsOfTypeOptions,
  type TargetsOptions,
} from "./catalog/catalog-reader.js";
export { valueDigest } from "./catalog/value-digest.js";
export { walkReferences, type ReadReferences, type ReferenceDirection } from "./catalog/walk-references.js";
export { computeOn } from "./in-memory/compute-on.js";
export { InMemoryCatalog, type InMemoryCatalogOptions } from "./in-memory/in-memory-catalog.js";
export {
  Parameter,
  parametersOf,
  type DeclaredParameter,
  type ParameterOptions,
  type ParameterRule,
} from "./parameters/parameter.js";
export { parameterSchema, parametersSchema } from "./parameters/parameters-schema.js";
export { InvalidParametersError, readParameters, type ParameterFault } from "./parameters/read-parameters.js";
export {
  BOOLEAN_RULE,
  choiceRule,
  durationRule,
  integerRule,
  NAME_RULE,
  numberRule,
  SOURCE_RULE,
  textRule,
  TIMESTAMP_RULE,
  TYPE_RULE,
  UUID_RULE,
} from "./parameters/rules.js";
export { loadPlugins } from "./plugins/load-plugins.js";
export { runCalculation, type CalculationOutcome } from "./run-calculation.js";
