import "@mantine/core/styles.css";
import "@mantine/spotlight/styles.css";
import "./app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { loadPages } from "./router.js";
import { finishLogin } from "./session/finish-login.js";

/** The first page has what it needs by then, and its requests go first. */
const IDLE_AFTER_MS = 2_000;

await finishLogin();

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

setTimeout(loadPages, IDLE_AFTER_MS);
