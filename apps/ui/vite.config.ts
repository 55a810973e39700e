import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `npm start` serves the API while the UI is developed with `npm run dev`. */
const PROVIDER = process.env["BINNACLE_API_URL"] ?? "http://127.0.0.1:3000";

export default defineConfig({
  // Relative, so that one build works under any path prefix.
  base: "./",
  plugins: [react()],
  resolve: { conditions: ["module", "browser", "development|production"] },
  build: {
    target: "es2022",
    // What knows light-dark(): written out for older ones, it would follow no colour scheme of the page.
    cssTarget: ["chrome123", "edge123", "firefox120", "safari17.5"],
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { "/api": PROVIDER, "/openapi.json": PROVIDER, "/views": PROVIDER, "/login.json": PROVIDER } },
});
