import "@mantine/core/styles.css";
import "@mantine/spotlight/styles.css";
import "./app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { loadPages } from "./router.js";

/** The first page has what it needs by then, and its requests go first. */
const IDLE_AFTER_MS = 2_000;

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

addEventListener("load", () => setTimeout(loadPages, IDLE_AFTER_MS));
