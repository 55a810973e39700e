/** A view plug-in: a HealthCheck at a glance. docs/views.md says what the page passes in. */

const COLORS = {
  light: { up: "#2b8a3e", degraded: "#a05a00", down: "#c92a2a" },
  dark: { up: "#69db7c", degraded: "#ffc078", down: "#ff8787" },
};

export default {
  apiVersion: 1,
  render(element, input) {
    const status = document.createElement("strong");
    status.style.fontSize = "1.5rem";
    const detail = document.createElement("p");
    detail.style.margin = "4px 0 0";
    element.append(status, detail);
    const update = ({ reading, colorScheme }) => {
      const value = reading.value ?? {};
      // Text, never markup: whoever publishes a reading chooses what is in it.
      status.textContent = String(value.status ?? "unknown");
      status.style.color = COLORS[colorScheme][value.status] ?? "inherit";
      detail.textContent = [
        value.latencyMs === undefined ? undefined : `answered within ${value.latencyMs} ms`,
        value.httpStatus === undefined ? undefined : `HTTP ${value.httpStatus}`,
        value.message,
      ]
        .filter((part) => part !== undefined)
        .join(", ");
    };
    update(input);
    return { update };
  },
};
