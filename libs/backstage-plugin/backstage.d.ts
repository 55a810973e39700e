/**
 * What this plug-in uses of Backstage, as @backstage/frontend-plugin-api 0.18 and @backstage/plugin-catalog-react 3.2 declare it,
 * for building without them (decision 17). `host/` builds and renders against the real ones, and would tell where this is wrong.
 */
declare module "@backstage/frontend-plugin-api" {
  import type { JSX, ReactNode } from "react";

  export interface ApiRef<T> {
    readonly id: string;
    readonly T: T;
  }
  export function createApiRef<T>(config: { id: string }): ApiRef<T>;
  export function useApi<T>(ref: ApiRef<T>): T;

  export const discoveryApiRef: ApiRef<{ getBaseUrl(pluginId: string): Promise<string> }>;
  export const fetchApiRef: ApiRef<{ fetch: typeof fetch }>;
  export const configApiRef: ApiRef<{ getOptionalString(key: string): string | undefined }>;

  export interface ExtensionDefinition {
    readonly $$type: "@backstage/ExtensionDefinition";
  }
  export interface FrontendPlugin {
    readonly $$type: "@backstage/FrontendPlugin";
  }
  type Deps = Record<string, unknown>;
  export const ApiBlueprint: {
    make(options: {
      name?: string;
      params: (
        define: <T, D extends Deps>(factory: {
          api: ApiRef<T>;
          deps: { [K in keyof D]: ApiRef<D[K]> };
          factory: (deps: D) => T;
        }) => object,
      ) => object;
    }): ExtensionDefinition;
  };
  export const PageBlueprint: {
    make(options: {
      params: { path: string; title?: string; icon?: JSX.Element; loader: () => Promise<JSX.Element> };
    }): ExtensionDefinition;
  };
  export function createFrontendPlugin(options: {
    pluginId: string;
    title?: string;
    extensions: ExtensionDefinition[];
  }): FrontendPlugin;
  export type { ReactNode };
}

declare module "@backstage/plugin-catalog-react" {
  import type { JSX, ReactNode } from "react";

  export interface Entity {
    kind: string;
    metadata: { name: string; annotations?: Record<string, string> };
  }
  export function useEntity(): { entity: Entity };
  export function EntityInfoCard(props: { title?: ReactNode; children?: ReactNode }): JSX.Element;
}

declare module "@backstage/plugin-catalog-react/alpha" {
  import type { ExtensionDefinition } from "@backstage/frontend-plugin-api";
  import type { Entity } from "@backstage/plugin-catalog-react";
  import type { JSX } from "react";

  export const EntityCardBlueprint: {
    make(options: {
      name: string;
      params: {
        filter?: (entity: Entity) => boolean;
        type?: "info" | "content";
        loader: () => Promise<JSX.Element>;
      };
    }): ExtensionDefinition;
  };
}
