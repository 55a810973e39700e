import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { BASE_PATH } from "./base-path.js";
import { loading } from "./load-page.js";
import { NotFoundPage } from "./pages/not-found-page.js";
import { Shell } from "./shell/shell.js";
import { LoadingPage } from "./states/loading-page.js";
import { ProblemPage } from "./states/problem-page.js";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

/** What a page keeps in the URL is read by the page itself, which knows its own filters. */
const anySearch = (search: Record<string, unknown>): Record<string, unknown> => search;

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(
    loading(() => import("./pages/home/home-page.js")),
    "HomePage",
  ),
});

const explorer = createRoute({
  getParentRoute: () => root,
  path: "/explorer",
  validateSearch: anySearch,
  component: lazyRouteComponent(
    loading(() => import("./pages/explorer/explorer-page.js")),
    "ExplorerPage",
  ),
});

const resource = createRoute({
  getParentRoute: () => root,
  path: "/explorer/$id",
  validateSearch: anySearch,
  component: lazyRouteComponent(
    loading(() => import("./pages/explorer/resource-page.js")),
    "ResourcePage",
  ),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: "/compare",
  validateSearch: anySearch,
  component: lazyRouteComponent(
    loading(() => import("./pages/compare/compare-page.js")),
    "ComparePage",
  ),
});

const impact = createRoute({
  getParentRoute: () => root,
  path: "/impact",
  validateSearch: anySearch,
  component: lazyRouteComponent(
    loading(() => import("./pages/impact/impact-page.js")),
    "ImpactPage",
  ),
});

const calculations = createRoute({
  getParentRoute: () => root,
  path: "/calculations",
  validateSearch: anySearch,
  component: lazyRouteComponent(
    loading(() => import("./pages/calculations/calculations-page.js")),
    "CalculationsPage",
  ),
});

const calculation = createRoute({
  getParentRoute: () => root,
  path: "/calculations/$name",
  validateSearch: anySearch,
  component: lazyRouteComponent(
    loading(() => import("./pages/calculations/calculation-page.js")),
    "CalculationPage",
  ),
});

const pipeline = createRoute({
  getParentRoute: () => root,
  path: "/pipeline",
  validateSearch: anySearch,
  component: lazyRouteComponent(
    loading(() => import("./pages/pipeline/pipeline-page.js")),
    "PipelinePage",
  ),
});

const service = createRoute({
  getParentRoute: () => root,
  path: "/services/$name",
  validateSearch: anySearch,
  component: lazyRouteComponent(
    loading(() => import("./pages/service/service-page.js")),
    "ServicePage",
  ),
});

const services = createRoute({
  getParentRoute: () => root,
  path: "/services",
  validateSearch: anySearch,
  component: lazyRouteComponent(
    loading(() => import("./pages/services/services-page.js")),
    "ServicesPage",
  ),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    explorer,
    resource,
    compare,
    impact,
    calculations,
    calculation,
    pipeline,
    service,
    services,
  ]),
  basepath: BASE_PATH,
  defaultPreload: "intent",
  defaultPendingComponent: LoadingPage,
  defaultErrorComponent: ProblemPage,
  scrollRestoration: true,
});

/** Loads every page, so that each opens at once, also while the provider is away. */
export function loadPages(): void {
  for (const route of Object.values(router.routesById)) void router.loadRouteChunk(route);
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
