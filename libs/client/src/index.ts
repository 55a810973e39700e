export { BinnacleClient, type ClientOptions } from "./binnacle-client.js";
export type { Answer, ApiPaths, Item, ListPath, PathsOf } from "./api-types.js";
export type { Change, ChangeEvent, ChangeFeedOptions } from "./change-feed.js";
export type { components, operations, paths } from "./generated/api.js";
export { ProblemError, type Problem, type ProblemCode } from "./problem-error.js";
export { resourceId } from "./resource-id.js";
export type { Reading, Rejection, Resource } from "./schemas.js";
