export { IsLease, IsResourceName, IsSource, IsTimestamp, IsTypeName } from "./fields/decorators.js";
export type { Fault } from "./fields/explain-faults.js";
export type { JsonSchema } from "./fields/json-object.js";
export { resourceId, RESOURCE_NAMESPACE } from "./identity/resource-id.js";
export { isValidName, normalizeName } from "./identity/resource-name.js";
export { ANONYMOUS_SOURCE, isNamedSource, isValidSource } from "./identity/source.js";
export { isValidType } from "./identity/type-name.js";
export {
  inspectValue,
  isRawNumber,
  jsonbText,
  JsonSyntaxError,
  MAX_PARSED_DEPTH,
  parseJson,
  parseMessage,
  sentValueBytes,
  TOO_DEEP,
  ValueFault,
  type FaultyValue,
  type InspectedValue,
  type JsonObject,
  type JsonValue,
  type ParsedMessage,
  type ParseJsonOptions,
  type RawNumber,
  type RecordRange,
  type Reference,
  type ValueFaultCode,
} from "./json/index.js";
export {
  MAX_CLOCK_AHEAD_MILLIS,
  MAX_FRACTION_DIGITS,
  MAX_LEASE_MICROS,
  MAX_MESSAGE_BYTES,
  MAX_MESSAGE_RECORDS,
  MAX_NAME_CODE_POINTS,
  MAX_NUMBER_DIGITS,
  MAX_REJECTED_TEXT_BYTES,
  MAX_SNS_BATCH_ENTRIES,
  MAX_SNS_MESSAGE_BYTES,
  MAX_SOURCE_LENGTH,
  MAX_TYPE_LENGTH,
  MAX_VALUE_LEVELS,
  MAX_VALUE_PRINTED_BYTES,
  MAX_VALUE_REFERENCES,
  MAX_VALUE_SENT_BYTES,
  MIN_LEASE_MICROS,
} from "./limits.js";
export { readMessage, type MessageContent, type MessageFault, type MessageReading } from "./message/read-message.js";
export { REJECTION_CODES, type RejectionCode } from "./message/rejection-code.js";
export {
  collector,
  containerImage,
  lambda,
  lambdaDeployment,
  rdsInstance,
  service,
  serviceDeployment,
  serviceInstance,
  softwareDependency,
  softwareDependencyVersion,
  team,
  wellKnownAddress,
  type NameParts,
} from "./naming/addresses.js";
export { parseImageReference, type ImageReference } from "./naming/image-reference.js";
export { NAMING_TEMPLATES, type NamingTemplate, type WellKnownResourceType } from "./naming/naming-templates.js";
export type {
  DeployedVersion,
  HealthCheckResult,
  HealthStatus,
  ImageInUse,
  InstanceInfo,
} from "./naming/deployment-readings.js";
export type { EgressCall, EgressDependencies } from "./naming/egress-dependencies.js";
export type { ContainerImageInfo, ContainerImagePackages } from "./naming/image-readings.js";
export type { JvmMemory, JvmRuntime, JvmSample } from "./naming/jvm-readings.js";
export { npmPackage, packageUrl, parsePackageUrl, type PackageCoordinates } from "./naming/package-url.js";
export {
  READING_TYPES,
  referenceTo,
  SEVERITIES,
  type CollectorRun,
  type DependencyVersionVulnerabilities,
  type Severity,
  type Vulnerability,
  type WellKnownReadingType,
  type WellKnownReadingTypeName,
} from "./naming/reading-types.js";
export { recordTime } from "./records/record-time.js";
export {
  Message,
  ReadingRecord,
  RECORD_KINDS,
  RemovalRecord,
  ResourceAddress,
  ResourceRecord,
  STORAGE_MODES,
  SweepRecord,
  type CatalogRecord,
  type RecordKind,
  type StorageMode,
} from "./records/records.js";
export { stampRecord } from "./records/stamp-record.js";
export { unknownFields, type UnknownFieldsOptions } from "./records/unknown-fields.js";
export {
  validateRecord,
  type RecordFault,
  type RecordValidation,
  type ValidateRecordOptions,
} from "./records/validate-record.js";
export { messageSchema, recordSchema } from "./schema/contract-schema.js";
export { parseDuration } from "./time/parse-duration.js";
export { parseTimestamp } from "./time/parse-timestamp.js";
export {
  addMicros,
  epochMicros,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  nowTimestamp,
  timestampFromEpochMicros,
  timestampFromEpochMillis,
  type Timestamp,
} from "./time/timestamp.js";
