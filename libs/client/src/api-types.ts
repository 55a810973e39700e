import type { MaybeOptionalInit } from "openapi-fetch";
import type { paths } from "./generated/api.js";

/** The paths below the API's base path, as they are written in requests: `/resources/{id}`. */
export type ApiPaths = {
  [Path in keyof paths as Path extends `/api/v1${infer Rest}` ? Rest : never]: paths[Path];
};

type Method = "get" | "post" | "delete";

/** The paths that a method is for. */
export type PathsOf<M extends Method> = {
  [Path in keyof ApiPaths]: ApiPaths[Path] extends Record<M, { responses: unknown }> ? Path : never;
}[keyof ApiPaths];

/** Parameters, body, headers, `signal` and what else `fetch` takes; left out where nothing is required. */
export type Arguments<Path extends keyof ApiPaths, M extends Method> =
  undefined extends MaybeOptionalInit<ApiPaths[Path], M>
    ? [init?: MaybeOptionalInit<ApiPaths[Path], M>]
    : [init: MaybeOptionalInit<ApiPaths[Path], M>];

type ResponsesOf<Path extends keyof ApiPaths, M extends Method> =
  ApiPaths[Path] extends Record<M, { responses: infer Responses }> ? Responses : never;

type JsonOf<Answer> = Answer extends { content: { "application/json": infer Json } } ? Json : undefined;

/** What an operation answers when all is well. */
export type Answer<Path extends keyof ApiPaths, M extends Method> = {
  [Status in keyof ResponsesOf<Path, M>]: Status extends 200 | 202 | 204 ? JsonOf<ResponsesOf<Path, M>[Status]> : never;
}[keyof ResponsesOf<Path, M>];

/** The paths of lists. */
export type ListPath = {
  [Path in PathsOf<"get">]: Answer<Path, "get"> extends { items: unknown[]; nextCursor: string | null } ? Path : never;
}[PathsOf<"get">];

/** An item of a list. */
export type Item<Path extends ListPath> = Answer<Path, "get"> extends { items: (infer Each)[] } ? Each : never;
