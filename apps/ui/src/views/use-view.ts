import { useQuery } from "@tanstack/react-query";
import { BASE_PATH } from "../base-path.js";
import { registeredViews } from "./registered-views.js";
import { viewOf, type ViewModule } from "./view-module.js";

/** The views that the operator registered, by reading type. */
function useRegisteredViews() {
  return useQuery({
    queryKey: ["views"],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const url = new URL("views/views.json", new URL(BASE_PATH, location.origin)).href;
      const response = await fetch(url, { signal });
      return response.ok ? registeredViews(await response.json(), url) : new Map<string, string>();
    },
  });
}

/** The view of a reading type; without data where none is registered. */
export function useView(readingType: string) {
  const url = useRegisteredViews().data?.get(readingType);
  return useQuery({
    queryKey: ["views", url],
    enabled: url !== undefined,
    staleTime: Infinity,
    retry: false,
    queryFn: async (): Promise<ViewModule> => viewOf(await import(/* @vite-ignore */ url!)),
  });
}
