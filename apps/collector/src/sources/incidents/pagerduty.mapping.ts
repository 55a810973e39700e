import type { DocumentObject } from "./document.js";
import type { IncidentEvent } from "./incident.js";

const STATUSES: Readonly<Record<string, string>> = { triggered: "open" };
/** Events that are a change of status, which says it all. */
const STATUS_EVENTS: ReadonlySet<string> = new Set(["triggered", "acknowledged", "resolved"]);

/**
 * The event of a V3 webhook of PagerDuty: https://developer.pagerduty.com/docs/webhooks-overview. `undefined`: it is not about an
 * incident (a ping, a changed service), or about a note or a responder, which comes without the incident itself.
 */
export function mapPagerDuty(document: DocumentObject): IncidentEvent | undefined {
  const event = document.object("event");
  const kind = /^incident\.(.+)$/.exec(event.text("event_type"))?.[1];
  if (kind === undefined || !event.has("data")) return undefined;
  const incident = event.object("data");
  if (incident.optionalText("type") !== "incident") return undefined;
  const status = incident.text("status");
  const urgency = incident.optionalText("urgency");
  const priority = incident.has("priority") ? incident.object("priority").optionalText("summary") : undefined;
  const severity = priority ?? urgency;
  const url = incident.optionalText("html_url");
  return {
    on: event.time("occurred_at"),
    fields: serviceFields(incident),
    value: {
      event: "incident",
      from: "pagerduty",
      id: incident.text("id"),
      title: incident.text("title"),
      status: STATUSES[status] ?? status,
      ...(!STATUS_EVENTS.has(kind) && { action: kind }),
      ...(severity !== undefined && { severity }),
      ...(url !== undefined && { url }),
    },
  };
}

function serviceFields(incident: DocumentObject): Record<string, string> {
  if (!incident.has("service")) return {};
  const service = incident.object("service");
  const [id, name] = [service.optionalText("id"), service.optionalText("summary")];
  return { ...(id !== undefined && { serviceId: id }), ...(name !== undefined && { service: name }) };
}
