import { Gauge, Histogram } from '@prometheus-io/client';

const durations = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'From the head of a request to the end of its answer',
  labelNames: ['listener', 'method', 'route', 'status'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

const inFlight = new Gauge({
  name: 'http_server_requests_in_flight',
  help: 'Requests that are not answered yet',
  labelNames: ['listener'] as const,
});

export interface AnsweredRequest {
  readonly method: string;
  /** The pattern of the route, never a path: paths name things, and there are endlessly many. */
  readonly route: string;
  readonly status: number;
}

/** What a listener for HTTP does, for Prometheus, and whether anything is under way. */
export class HttpFigures {
  #inFlight = 0;

  constructor(private readonly listener: 'gateway' | 'health') {
    inFlight.set({ listener }, 0);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Called when a request begins; what it returns, when it has been answered or given up. */
  begin(): (answered: AnsweredRequest) => void {
    const { listener } = this;
    const startMs = performance.now();
    this.#count(1);
    return ({ method, route, status }) => {
      this.#count(-1);
      durations.observe(
        { listener, method, route, status: String(status) },
        (performance.now() - startMs) / 1_000,
      );
    };
  }

  #count(change: 1 | -1): void {
    this.#inFlight += change;
    inFlight.set({ listener: this.listener }, this.#inFlight);
  }
}
