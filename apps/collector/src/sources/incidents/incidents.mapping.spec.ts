import { describe, expect, it } from "@jest/globals";
import { readFileSync } from "node:fs";
import { mapAlertmanager } from "./alertmanager.mapping.js";
import { Assignment } from "./assignment.js";
import { DocumentObject } from "./document.js";
import { AlertmanagerOptions, IncidentsOptions, OpsgenieOptions, PagerDutyOptions } from "./incidents.options.js";
import { mapOpsgenie } from "./opsgenie.mapping.js";
import { mapPagerDuty } from "./pagerduty.mapping.js";

const fixture = (name: string) => DocumentObject.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url)));
const edited = (name: string, edit: (document: any) => void) => {
  const document = JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"));
  edit(document);
  return DocumentObject.parse(Buffer.from(JSON.stringify(document)));
};

describe("an alert of Alertmanager", () => {
  it("is an event at its beginning while it fires, and at its end once it is resolved", () => {
    const [, firing] = mapAlertmanager(fixture("alertmanager-firing"), ["runbook_url"]);
    expect(firing).toEqual({
      on: "2026-11-22T11:58:01.123456Z",
      fields: { alertname: "HighErrorRate", environment: "production", service: "orders", severity: "critical" },
      value: {
        event: "incident",
        from: "alertmanager",
        id: "be1d22f57bdab70c/2026-11-22T11:58:01.123456Z",
        title: "HighErrorRate",
        status: "open",
        severity: "critical",
        url: "http://prometheus.example:9090/graph?g0.expr=errors",
        labels: { alertname: "HighErrorRate", environment: "production", service: "orders", severity: "critical" },
        annotations: { runbook_url: "https://runbooks.example/orders/errors" },
      },
    });
    const [still, resolved] = mapAlertmanager(fixture("alertmanager-resolved"), []);
    expect(still?.value.status).toBe("open");
    expect(resolved).toMatchObject({
      on: "2026-11-22T13:11:18.500000Z",
      value: { status: "resolved", id: firing?.value.id },
    });
  });

  it("is the same event when it is repeated with other figures in its annotations", () => {
    const repeated = edited(
      "alertmanager-firing",
      ({ alerts }) => (alerts[1].annotations.summary = "13% of requests fail"),
    );
    expect(mapAlertmanager(repeated, ["runbook_url"])).toEqual(
      mapAlertmanager(fixture("alertmanager-firing"), ["runbook_url"]),
    );
  });
});

describe("an event of PagerDuty", () => {
  it("is told at the time at which it occurred, with what happened beyond the status", () => {
    expect(mapPagerDuty(fixture("pagerduty-escalated"))).toEqual({
      on: "2026-03-01T08:14:27.310000Z",
      fields: { serviceId: "PORDERS1", service: "Order intake" },
      value: {
        event: "incident",
        from: "pagerduty",
        id: "Q2VLX8N4T0KD5S",
        title: "Orders are slow",
        status: "open",
        action: "escalated",
        severity: "P1",
        url: "https://acme.pagerduty.com/incidents/Q2VLX8N4T0KD5S",
      },
    });
  });

  it("is told by its status alone where it is a change of status, and by the urgency where there is no priority", () => {
    const resolved = edited("pagerduty-escalated", ({ event }) => {
      event.event_type = "incident.resolved";
      Object.assign(event.data, { status: "resolved", priority: null });
    });
    const { value } = mapPagerDuty(resolved)!;
    expect(value).toMatchObject({ status: "resolved", severity: "high" });
    expect(value).not.toHaveProperty("action");
  });

  it("is nothing where it is a ping or a note", () => {
    expect(mapPagerDuty(fixture("pagerduty-ping"))).toBeUndefined();
    const note = edited("pagerduty-escalated", ({ event }) => {
      event.event_type = "incident.annotated";
      event.data = { id: "N1", type: "incident_note", content: "looking" };
    });
    expect(mapPagerDuty(note)).toBeUndefined();
  });
});

describe("an action of Opsgenie", () => {
  it("is told at the time of the alert's update, with details, tags and own fields to assign it by", () => {
    expect(mapOpsgenie(fixture("opsgenie-acknowledge"))).toEqual({
      on: "2026-03-01T08:05:01.104000Z",
      fields: {
        entity: "refund-queue",
        alias: "refunds",
        source: "queue-watch",
        team: "shop",
        env: "staging",
        service: "payments",
        region: "eu-central-1",
      },
      value: {
        event: "incident",
        from: "opsgenie",
        id: "052652ac-5d1c-464a-812a-7dd18bbfba8c-1772352267310",
        title: "Refunds pile up",
        status: "acknowledged",
        severity: "P2",
      },
    });
  });

  it("is told at the time of creation where it is the creation", () => {
    const created = edited("opsgenie-acknowledge", (document) => (document.action = "Create"));
    expect(mapOpsgenie(created)).toMatchObject({ on: "2026-03-01T08:04:27.310000Z", value: { status: "open" } });
  });
});

describe("a document that is none of the sender's", () => {
  it.each([
    ["[]", "the body must be an object"],
    ["{", "the body is not JSON"],
    ["{}", "/alerts must be an array"],
    ['{"alerts":[null]}', "/alerts/0 must be an object"],
    ['{"alerts":[{"status":"firing"}]}', "/startsAt must be a text"],
    ['{"alerts":[{"status":"firing","startsAt":"yesterday"}]}', "/startsAt must be an RFC 3339 time"],
  ])("%s is refused with the place of the fault", (text, reason) => {
    expect(() => mapAlertmanager(DocumentObject.parse(Buffer.from(text)), [])).toThrow(reason);
  });
});

describe(Assignment.name, () => {
  const services = [
    { name: "PORDERS1", service: "orders", environment: "production" },
    { name: "legacy-payments", service: "payments" },
  ];
  const assignment = new Assignment(Object.assign(new IncidentsOptions(), { services }));

  it("takes fields for what they say, as far as they do", () => {
    const rules = Object.assign(new AlertmanagerOptions(), { instance: ["pod"] });
    const of = (fields: Record<string, string>) => assignment.resourceOf(fields, rules);
    expect(of({ service: "orders" })).toEqual({ type: "Service", name: "orders" });
    expect(of({ service: "orders", env: "test" })).toEqual({ type: "ServiceDeployment", name: "orders/test" });
    expect(of({ service: "orders", environment: "test", pod: "p1" })).toEqual({
      type: "ServiceInstance",
      name: "orders/test/p1",
    });
    expect(of({ job: "orders" })).toBeUndefined();
    expect(of({ service: "x".repeat(600) })).toBeUndefined();
  });

  it("looks up what the sender calls a service, and does not take PagerDuty's own names for the catalog's", () => {
    const of = (fields: Record<string, string>) => assignment.resourceOf(fields, new PagerDutyOptions());
    expect(of({ serviceId: "PORDERS1", service: "Order intake" })?.name).toBe("orders/production");
    expect(of({ serviceId: "POTHER", service: "Other" })).toBeUndefined();
    expect(assignment.resourceOf({ service: "legacy-payments" }, new OpsgenieOptions())?.name).toBe("payments");
  });

  it("assumes the environment that it is told", () => {
    const inProduction = new Assignment({ services: [], environment: "production" });
    expect(inProduction.resourceOf({ service: "orders" }, new AlertmanagerOptions())?.name).toBe("orders/production");
  });
});
