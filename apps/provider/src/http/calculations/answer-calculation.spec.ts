import "reflect-metadata";
import { Calculation, CalculationRegistry, InMemoryCatalog, type CalculationContext } from "@binnacle/calculation";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { fastify, type FastifyInstance } from "fastify";
import { CalculationService } from "../../calculations/calculation-service.js";
import { answerCalculation } from "./answer-calculation.js";

class NoParameters {}

@Calculation({ name: "waiting", description: "Waits.", parameters: NoParameters, result: {}, freshFor: "PT1S" })
class Waiting implements Calculation<NoParameters> {
  readonly started = Promise.withResolvers<void>();
  readonly aborted = Promise.withResolvers<void>();

  async compute(_none: NoParameters, { signal, catalog }: CalculationContext): Promise<unknown> {
    signal.addEventListener("abort", () => this.aborted.resolve());
    this.started.resolve();
    await this.aborted.promise;
    return catalog.resources([]);
  }
}

describe(answerCalculation.name, () => {
  let server: FastifyInstance;
  let waiting: Waiting;
  let thrown: unknown[];

  beforeEach(async () => {
    waiting = new Waiting();
    thrown = [];
    const calculations = new CalculationService(new CalculationRegistry([waiting]), InMemoryCatalog.of([]));
    server = fastify();
    server.setErrorHandler((error) => thrown.push(error));
    server.get("/:name", (request, reply) =>
      answerCalculation(calculations, (request.params as { name: string }).name, request, reply),
    );
    await server.listen({ host: "127.0.0.1", port: 0 });
  });

  afterEach(() => server.close());

  it("aborts the calculation when its last client goes, and raises nothing about it", async () => {
    const url = `${server.listeningOrigin}/waiting`;
    const clients = [new AbortController(), new AbortController()];
    const requests = clients.map(({ signal }) => fetch(url, { signal }).catch((error: unknown) => error));
    await waiting.started.promise;
    clients[0]!.abort();
    await requests[0];
    clients[1]!.abort();
    await waiting.aborted.promise;
    expect(await requests[1]).toMatchObject({ name: "AbortError" });
    await server.close();
    expect(thrown).toEqual([]);
  });
});
