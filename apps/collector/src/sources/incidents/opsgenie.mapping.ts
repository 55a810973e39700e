import type { DocumentObject } from "./document.js";
import { type IncidentEvent, UnexpectedDocument } from "./incident.js";

const STATUSES: Readonly<Record<string, string>> = {
  Create: "open",
  UnAcknowledge: "open",
  Acknowledge: "acknowledged",
  Close: "resolved",
  Delete: "deleted",
};
/** Actions of which an event tells nothing beyond the status. */
const PLAIN: ReadonlySet<string> = new Set(["Create", "Acknowledge", "Close", "Delete"]);
const NANOSECONDS = 1_000;

/**
 * What Opsgenie's webhook integration sends of an action on an alert: https://support.atlassian.com/opsgenie/docs/opsgenie-edge-connector-alert-action-data/.
 * Fields to assign it by are the alert's details, its tags of the form `name:value`, and its `entity`, `alias`, `source` and `team`.
 */
export function mapOpsgenie(document: DocumentObject): IncidentEvent {
  const action = document.text("action");
  const alert = document.object("alert");
  const on =
    action === "Create"
      ? alert.epochTime("createdAt", 1 / 1_000)
      : (alert.epochTime("updatedAt", NANOSECONDS) ?? alert.epochTime("createdAt", 1 / 1_000));
  if (on === undefined) throw new UnexpectedDocument("/alert must tell when it was created and updated");
  const severity = alert.optionalText("priority");
  return {
    on,
    fields: fieldsOf(alert),
    value: {
      event: "incident",
      from: "opsgenie",
      id: alert.text("alertId"),
      title: alert.text("message"),
      status: STATUSES[action] ?? "updated",
      ...(!PLAIN.has(action) && { action }),
      ...(severity !== undefined && { severity }),
    },
  };
}

function fieldsOf(alert: DocumentObject): Record<string, string> {
  const tags = alert.textList("tags").flatMap((tag) => {
    const [, name, value] = /^([^:]+):(.+)$/s.exec(tag) ?? [];
    return name !== undefined && value !== undefined ? [[name.trim(), value.trim()] as const] : [];
  });
  const own = ["entity", "alias", "source", "team"].flatMap((key) => {
    const text = alert.optionalText(key);
    return text === undefined ? [] : [[key, text] as const];
  });
  return { ...Object.fromEntries(own), ...Object.fromEntries(tags), ...alert.texts("details") };
}
