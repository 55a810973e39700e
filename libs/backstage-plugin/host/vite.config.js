import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  resolve: {
    alias: [{ find: "@binnacle/client", replacement: `${import.meta.dirname}/../../client/dist/index.js` }],
  },
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  build: { outDir: "dist", emptyOutDir: true, minify: false, chunkSizeWarningLimit: 100_000 },
});
