import { describe, expect, it } from "@jest/globals";
import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Answer } from "./answer.js";
import type { Service, Vulnerabilities } from "./binnacle-api.js";
import { ServicesView } from "./services-view.js";
import { DeploymentsView, HealthView, OverviewView, VulnerabilitiesView } from "./service-views.js";

const NONE = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, total: 0 };

const environment: Service["environments"][number] = {
  name: "production",
  deploymentId: "1",
  version: "2.1.0",
  since: "2026-03-01T09:30:00.000000Z",
  health: "degraded",
  instances: { total: 3, down: 1, degraded: 0, unknown: 0, up: 2 },
  dependencies: 12,
  vulnerabilities: NONE,
};

const service = (rest: Partial<Service> = {}): Service => ({
  id: "id",
  name: "orders",
  description: "Takes <b>orders</b>.",
  owner: { teams: [{ name: "checkout", isKnown: true }], users: [] },
  health: "degraded",
  environments: [environment],
  instances: 3,
  dependencies: 12,
  vulnerabilities: { ...NONE, critical: 1, high: 2, total: 3 },
  lastEvents: [],
  ...rest,
});

/** What is read of it, without its markup. */
const textOf = (element: ReactElement): string =>
  renderToStaticMarkup(element)
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

describe("the cards", () => {
  it("tell what a service is, whose, and how it does", () => {
    const markup = renderToStaticMarkup(
      <OverviewView service={service()} link="https://binnacle.example/services/orders" />,
    );
    expect(markup).toContain(
      'href="https://binnacle.example/services/orders" target="_blank" rel="noopener noreferrer"',
    );
    // Values are text.
    expect(markup).toContain("Takes &lt;b&gt;orders&lt;/b&gt;.");
    const text = textOf(<OverviewView service={service()} link={undefined} />);
    expect(text).toContain("Owned by checkout");
    expect(text).toContain("Vulnerabilities: 1 critical, 2 high");
    expect(text).not.toContain("Open in Binnacle");
  });

  it("say that nobody owns it", () => {
    expect(textOf(<OverviewView service={service({ owner: null })} link={undefined} />)).toContain(
      "Nobody is said to own it",
    );
  });

  it("tell health and versions by environment", () => {
    expect(textOf(<HealthView service={service()} />)).toContain("production ▲ degraded 2 of 3 up");
    expect(textOf(<DeploymentsView service={service()} />)).toContain("production 2.1.0");
    expect(textOf(<DeploymentsView service={service({ environments: [] })} />)).toBe("No deployment of it is known.");
  });

  it("name what is vulnerable, with what mends it, and link to pages only", () => {
    const found = {
      subject: { id: "1", type: "Service", name: "orders" },
      counts: { ...NONE, critical: 1, total: 1 },
      dependencies: { total: 12, vulnerable: 1, unchecked: 0 },
      vulnerabilities: [
        {
          vulnerability: {
            id: "GHSA-1",
            aliases: [],
            severity: "critical",
            score: 10,
            summary: "Bad",
            fixedIn: ["2.15.0"],
            url: "javascript:alert(1)",
          },
          dependency: { id: "2", type: "SoftwareDependencyVersion", name: "pkg:npm/a@1.0.0" },
          path: [],
          hops: 1,
          affected: [],
        },
      ],
    } as Vulnerabilities;
    const markup = renderToStaticMarkup(<VulnerabilitiesView found={found} />);
    expect(markup).not.toContain("javascript:");
    expect(textOf(<VulnerabilitiesView found={found} />)).toContain("critical GHSA-1 pkg:npm/a@1.0.0 2.15.0");
    const none = { ...found, vulnerabilities: [], dependencies: { total: 12, vulnerable: 0, unchecked: 2 } };
    expect(textOf(<VulnerabilitiesView found={none} />)).toBe(
      "None is known of its 12 dependencies; 2 of them were not looked up.",
    );
  });
});

describe("the page", () => {
  it("lists what is not well first", () => {
    const services = [
      service({ id: "1", name: "accounts", health: "up" }),
      service({ id: "2", name: "basket", health: null, owner: null }),
      service({ id: "3", name: "orders", health: "down" }),
    ];
    const text = textOf(<ServicesView services={services} linkTo={() => undefined} />);
    const places = ["orders", "accounts", "basket"].map((name) => text.indexOf(name));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toContain("3 of 3");
    expect(text).toContain("nobody");
  });

  it("says what to do where there are none", () => {
    expect(textOf(<ServicesView services={[]} linkTo={() => undefined} />)).toContain("Start a collector");
  });
});

describe(Answer.name, () => {
  it("says that it waits, and what to do where that was in vain", () => {
    const children = (value: number) => <b>{value}</b>;
    expect(textOf(<Answer answer={{ state: "loading" }}>{children}</Answer>)).toBe("Asking Binnacle …");
    const failed = textOf(<Answer answer={{ state: "failed", error: new Error("502") }}>{children}</Answer>);
    expect(failed).toContain("Binnacle could not be asked: 502");
    expect(failed).toContain("Check the proxy");
    expect(textOf(<Answer answer={{ state: "here", value: 3 }}>{children}</Answer>)).toBe("3");
  });
});
