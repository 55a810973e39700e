import { reading } from "@binnacle/collector";
import { type CatalogRecord, collector } from "@binnacle/contract";
import { ConfigurationError, TransientError } from "@binnacle/errors";
import { type Answer, HttpListener, type ReceivedRequest, type Route } from "../../receiving/http-listener.js";
import type { Receiver, ReceiverContext } from "../../receiving/receiver.js";
import { isLoopback, showsToken } from "../../receiving/secrets.js";
import { secretFrom } from "../../options/secret-from.js";
import { mapAlertmanager } from "./alertmanager.mapping.js";
import { Assignment } from "./assignment.js";
import { DocumentObject } from "./document.js";
import { type IncidentEvent, UnexpectedDocument } from "./incident.js";
import type { AssignmentOptions, IncidentsOptions } from "./incidents.options.js";
import { mapOpsgenie } from "./opsgenie.mapping.js";
import { mapPagerDuty } from "./pagerduty.mapping.js";
import { isSigned, PAGERDUTY_SIGNATURE } from "./pagerduty-signature.js";

/** One who sends: where to, what tells that it is them, and what their documents say. */
interface Sender {
  path: string;
  rules: AssignmentOptions;
  authorize?: Route["authorize"];
  /** Says by the body whether it is them. */
  verify?: (request: ReceivedRequest) => boolean;
  map: (document: DocumentObject) => IncidentEvent[];
}

/** Takes in webhooks of incident tools, and thanks for them once what they say is published. */
export class IncidentsReceiver implements Receiver {
  private readonly assignment: Assignment;
  private readonly senders: Sender[];
  private listener: HttpListener | undefined;

  /** @throws ConfigurationError no sender is configured, or a secret is missing */
  constructor(private readonly options: IncidentsOptions) {
    this.assignment = new Assignment(options);
    this.senders = sendersOf(options);
    const paths = this.senders.map(({ path }) => path);
    if (paths.length === 0) throw new ConfigurationError(["name alertmanager, pagerduty or opsgenie"]);
    if (new Set(paths).size < paths.length) throw new ConfigurationError(["two senders have the same path"]);
  }

  async start(context: ReceiverContext): Promise<void> {
    const { host, port, maxBodyBytes, maxConcurrent } = this.options;
    const routes = this.senders.map((sender): Route => ({
      path: sender.path,
      authorize: (headers) => {
        const isThem = sender.authorize?.(headers) ?? true;
        if (!isThem) context.received("refused");
        return isThem;
      },
      handle: (request) => this.handle(request, sender, context),
    }));
    const { logger, received } = context;
    const turnedAway = () => received("failed");
    this.listener = new HttpListener({ host, port, routes, maxBodyBytes, maxConcurrent, turnedAway, logger });
    const url = await this.listener.listen();
    context.logger.info({ url, paths: routes.map(({ path }) => path) }, "listening");
  }

  async stop(): Promise<void> {
    await this.listener?.stop();
  }

  private async handle(request: ReceivedRequest, sender: Sender, context: ReceiverContext): Promise<Answer> {
    if (sender.verify?.(request) === false) {
      context.received("refused");
      return answer(401, "the signature is missing or wrong");
    }
    try {
      const events = sender.map(DocumentObject.parse(request.body));
      await context.deliver(events.map((event) => this.recordOf(event, sender, context)));
      context.received(events.length > 0 ? "published" : "ignored");
      return answer(200, `${events.length} events`);
    } catch (error) {
      if (error instanceof UnexpectedDocument) {
        context.received("refused");
        context.logger.warn({ path: sender.path, reason: error.message }, "a request is not as documented");
        return answer(400, error.message);
      }
      context.received("failed");
      if (!(error instanceof TransientError)) throw error;
      context.logger.error(
        { path: sender.path, err: error },
        "events could not be published; their sender is asked to try again",
      );
      return answer(503, "the events could not be published");
    }
  }

  private recordOf({ on, fields, value }: IncidentEvent, { rules }: Sender, context: ReceiverContext): CatalogRecord {
    let address = this.assignment.resourceOf(fields, rules);
    if (address === undefined) {
      address = this.options.fallback ?? collector(context.source);
      context.unassigned();
      const { from, id, title } = value;
      context.logger.warn({ from, id, title, fields, keptOn: address }, "nothing says where an incident belongs");
    }
    return reading(address, "ServiceEvent", value, { storageMode: "TIME_SERIES", collectedOn: on });
  }
}

function sendersOf({ host, alertmanager, pagerduty, opsgenie }: IncidentsOptions): Sender[] {
  const senders: Sender[] = [];
  if (alertmanager) {
    const { path, tokenFrom, annotations } = alertmanager;
    const authorize = tokenCheck(host, "alertmanager", tokenFrom);
    senders.push({ path, rules: alertmanager, authorize, map: (document) => mapAlertmanager(document, annotations) });
  }
  if (pagerduty) {
    const { path, secretsFrom } = pagerduty;
    const secrets = secretsFrom.map((variable) => secretFrom(variable, "pagerduty.secretsFrom"));
    const verify = ({ headers, body }: ReceivedRequest) => isSigned(body, headers[PAGERDUTY_SIGNATURE], secrets);
    const map = (document: DocumentObject) => [mapPagerDuty(document) ?? []].flat();
    senders.push({ path, rules: pagerduty, verify, map });
  }
  if (opsgenie) {
    const { path, tokenFrom } = opsgenie;
    const authorize = tokenCheck(host, "opsgenie", tokenFrom);
    senders.push({ path, rules: opsgenie, authorize, map: (document) => [mapOpsgenie(document)] });
  }
  return senders;
}

function tokenCheck(host: string, sender: string, variable: string | undefined): Route["authorize"] {
  if (variable !== undefined) {
    const token = secretFrom(variable, `${sender}.tokenFrom`);
    return (headers) => showsToken(headers, token);
  }
  if (isLoopback(host)) return undefined;
  throw new ConfigurationError([`${sender}.tokenFrom must be set where others than this machine can reach ${host}`]);
}

function answer(status: number, detail: string): Answer {
  return { status, body: JSON.stringify({ status, detail }) };
}
