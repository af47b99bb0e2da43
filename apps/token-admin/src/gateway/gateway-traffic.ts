import { setTimeout as delay } from 'node:timers/promises';
import { HttpFigures } from '@mdm-gate/service-kit';
import type { FastifyInstance } from 'fastify';

const lookEveryMs = 20;
const drainLimitMs = 8_000;

/** What is under way at the gateway. Once it leaves, each answer asks the caller to connect anew, and so elsewhere. */
export class GatewayTraffic {
  readonly #figures = new HttpFigures('gateway');
  #isLeaving = false;

  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', ({ method, routeOptions }, reply, done) => {
      const answered = this.#figures.begin();
      reply.raw.once('close', () => {
        answered({ method, route: routeOptions.url ?? 'none', status: reply.raw.statusCode });
      });
      done();
    });
    fastify.addHook('onSend', (_, reply, __, done) => {
      if (this.#isLeaving) reply.header('connection', 'close');
      done();
    });
  }

  leave(): void {
    this.#isLeaving = true;
  }

  /** Until every request is answered; what takes longer than eight seconds is not waited for. */
  async untilIdle(): Promise<void> {
    const deadline = performance.now() + drainLimitMs;
    while (this.#figures.inFlight > 0 && performance.now() < deadline) await delay(lookEveryMs);
  }
}
