import type { Timestamp } from "@binnacle/contract";

/** What a sender of incidents tells once, in one form for all of them. */
export interface IncidentEvent {
  /** When it happened, by the sender's own account. */
  on: Timestamp;
  /** What it may be assigned to a Resource by: labels, details, the sender's own services. */
  fields: Record<string, string>;
  value: IncidentValue;
}

/**
 * The value of the `ServiceEvent`. Nothing in it differs between two deliveries of the same event: it would be two events.
 */
export interface IncidentValue {
  event: "incident";
  from: "alertmanager" | "pagerduty" | "opsgenie";
  /** By which the sender tells this incident from others. */
  id: string;
  title: string;
  /** What it has become: `open`, `acknowledged`, `resolved`, or what the sender calls it. */
  status: string;
  severity?: string;
  /** What else happened to it than a change of status: `escalated`. */
  action?: string;
  url?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** What was sent is not what the sender's documentation says; `message` says where. */
export class UnexpectedDocument extends Error {}
