export { inspectValue, type FaultyValue, type InspectedValue, type Reference } from "./inspect-value.js";
export { JsonSyntaxError } from "./json-syntax-error.js";
export { isRawNumber, TOO_DEEP, type JsonObject, type JsonValue, type RawNumber } from "./json-value.js";
export { jsonbText } from "./jsonb-text.js";
export { MAX_PARSED_DEPTH, parseJson, type ParseJsonOptions } from "./parse-json.js";
export { parseMessage, sentValueBytes, type ParsedMessage, type RecordRange } from "./parse-message.js";
export { ValueFault, type ValueFaultCode } from "./value-fault.js";
