import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { LiveUpdates } from "./catalog/live-updates.js";
import { queryClient } from "./catalog/query-client.js";
import { router } from "./router.js";
import { SessionGate } from "./session/session-gate.js";
import { theme } from "./theme.js";

/** Everything around the pages: colours, data, login, live updates. */
export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <SessionGate>
          <LiveUpdates />
          <RouterProvider router={router} />
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}
