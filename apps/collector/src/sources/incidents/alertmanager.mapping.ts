import type { DocumentObject } from "./document.js";
import type { IncidentEvent } from "./incident.js";

/**
 * The alerts of a notification by Alertmanager's webhook receiver, version 4 of its format:
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 *
 * A notification is repeated while its alerts fire, and its annotations may hold figures that changed meanwhile; so an event is made of what
 * an alert is by its definition: its labels, when it began or ended, and such `annotations` as are asked for.
 */
export function mapAlertmanager(document: DocumentObject, annotations: readonly string[]): IncidentEvent[] {
  return document.objects("alerts").map((alert) => {
    const isResolved = alert.text("status") === "resolved";
    const labels = alert.texts("labels");
    const chosen = Object.entries(alert.texts("annotations")).filter(([name]) => annotations.includes(name));
    const { alertname, severity } = labels;
    const url = alert.optionalText("generatorURL");
    return {
      on: alert.time(isResolved ? "endsAt" : "startsAt"),
      fields: labels,
      value: {
        event: "incident",
        from: "alertmanager",
        id: `${alert.text("fingerprint")}/${alert.time("startsAt")}`,
        title: alertname ?? "alert",
        status: isResolved ? "resolved" : "open",
        ...(severity !== undefined && { severity }),
        ...(url !== undefined && { url }),
        labels,
        ...(chosen.length > 0 && { annotations: Object.fromEntries(chosen) }),
      },
    };
  });
}
