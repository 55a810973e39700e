import type { components } from "./generated/api.js";

type Schemas = components["schemas"];

export type Resource = Schemas["Resource"];
export type Reading = Schemas["Reading"];
export type Rejection = Schemas["Rejection"];
