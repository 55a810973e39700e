import type { Reading, Resource } from "@binnacle/client";

/** What a view draws. */
export interface ViewInput {
  resource: Resource;
  reading: Reading;
  /** In which colours the page is shown. */
  colorScheme: "light" | "dark";
}

/** A view that was drawn. */
export interface DrawnView {
  /** Draws a newer value in the same place; without it the view is taken away and drawn again. */
  update?(input: ViewInput): void;
  /** Lets go of timers and listeners; the element is emptied afterwards. */
  destroy?(): void;
}

/** What a view plug-in exports: it draws readings of the type that it is registered for into an element of the page. */
export interface ViewModule {
  /** Of this interface; 1. */
  apiVersion: number;
  render(element: HTMLElement, input: ViewInput): DrawnView | undefined | void;
}

export const VIEW_API_VERSION = 1;

/** The view that a module exports. @throws Error where it exports none that this page can draw */
export function viewOf(module: unknown): ViewModule {
  const view = (module as { default?: Partial<ViewModule> }).default;
  if (typeof view?.render !== "function") throw new Error("The module's default export has no function render");
  if (view.apiVersion !== VIEW_API_VERSION)
    throw new Error(`The module is made for version ${String(view.apiVersion)} of views, not for ${VIEW_API_VERSION}`);
  return view as ViewModule;
}
