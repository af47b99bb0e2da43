import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { register, Registry } from '@prometheus-io/client';
import { withTimeLimit } from '../running/with-time-limit.ts';
import { HttpFigures } from './http-figures.ts';
import { registerProcessFigures } from './process-figures.ts';
import { tellReadiness, type CheckResult } from './readiness-figures.ts';
import type { ReadinessCheck } from './readiness-check.ts';

export interface HealthServerOptions {
  readonly service: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The address to listen on; 127.0.0.1 unless set. */
  readonly host?: string;
  readonly checks: readonly ReadinessCheck[];
  /** Figures beside those of the process. */
  readonly metrics?: Registry;
}

const checkTimeoutMs = 2_000;
const paths: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);
const leaving = { name: 'stopping', problem: 'the service is stopping' };

/**
 * Liveness, readiness and metrics on a port of their own, alike in every service.
 * `GET /livez`: the process runs. `GET /readyz`: 200, or 503 with what is wrong. `GET /metrics`: Prometheus text.
 */
export class HealthServer {
  readonly #server: Server;
  readonly #figures = new HttpFigures('health');
  #checks: readonly ReadinessCheck[];
  #isLeaving = false;

  constructor(private readonly options: HealthServerOptions) {
    registerProcessFigures(options.service);
    this.#checks = options.checks;
    this.#server = createServer((request, response) => {
      this.#observe(request, response);
      if (this.#isLeaving) response.setHeader('connection', 'close');
      void this.#answer(request.url ?? '/', response);
    });
    this.#server.requestTimeout = 5_000;
  }

  async listen(): Promise<{ readonly url: string }> {
    const host = this.options.host ?? '127.0.0.1';
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(this.options.port, host, resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}` };
  }

  /** From now on these are looked at: a service that starts has other needs than one that serves. */
  lookAt(checks: readonly ReadinessCheck[]): void {
    this.#checks = checks;
  }

  /** From now on not ready, whatever the checks say. */
  leave(): void {
    this.#isLeaving = true;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  #observe({ url = '/', method = '' }: IncomingMessage, response: ServerResponse): void {
    const done = this.#figures.begin();
    response.once('close', () => {
      done({ method, route: paths.has(url) ? url : 'other', status: response.statusCode });
    });
  }

  async #answer(url: string, response: ServerResponse): Promise<void> {
    if (url === '/livez') send(response, 200, JSON.stringify({ alive: true }));
    else if (url === '/readyz') await this.#answerReadiness(response);
    else if (url === '/metrics') send(response, 200, await this.#metricsText(), register.contentType);
    else send(response, 404, JSON.stringify({ code: 'not-found' }));
  }

  async #metricsText(): Promise<string> {
    const { metrics } = this.options;
    tellReadiness(await this.#results());
    return (metrics === undefined ? register : Registry.merge([register, metrics])).metrics();
  }

  async #results(): Promise<readonly CheckResult[]> {
    const results = await Promise.all(this.#checks.map(resultOf));
    return this.#isLeaving ? [leaving, ...results] : results;
  }

  async #answerReadiness(response: ServerResponse): Promise<void> {
    const checks = await this.#results();
    const ready = checks.every(({ problem }) => problem === null);
    send(response, ready ? 200 : 503, JSON.stringify({ ready, checks }));
  }
}

const resultOf = async (check: ReadinessCheck): Promise<CheckResult> => {
  try {
    return { name: check.name, problem: await withTimeLimit(check.problem(), checkTimeoutMs) };
  } catch (error) {
    return { name: check.name, problem: error instanceof Error ? error.message : 'the check failed' };
  }
};

const send = (response: ServerResponse, status: number, body: string, type = 'application/json'): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
};
