import { Counter, Gauge } from '@prometheus-io/client';
import type { ConnectionEvent } from './connection/nats-link.ts';

const connected = new Gauge({
  name: 'messaging_connected',
  help: '1 while the service is connected to NATS',
});

const connectionEvents = new Counter({
  name: 'messaging_connection_events_total',
  help: 'What happened to connections to NATS: connected, lost, closed, failed, error, slowConsumer …',
  labelNames: ['event'] as const,
});

export const countConnectionEvent = (event: ConnectionEvent): void => {
  connectionEvents.inc({ event });
  if (event === 'connected') connected.set(1);
  if (event === 'lost' || event === 'closed') connected.set(0);
};

export const events = new Counter({
  name: 'messaging_events_total',
  help: 'Deliveries of events to this service: handled, retried, parked, or of no interest to it',
  labelNames: ['stream', 'type', 'outcome'] as const,
});

/** Counters begin at 0 and not with the first of its kind, which would not show as a growth. */
export const expectEvents = (stream: string, types: Iterable<string>): void => {
  for (const type of types)
    for (const outcome of ['handled', 'retried', 'parked']) events.inc({ stream, type, outcome }, 0);
};

interface RequestFigures {
  readonly subject: string;
  readonly requests: number;
  readonly errors: number;
  readonly tracesLeftOut: number;
}

const sources = new Set<() => readonly RequestFigures[]>();

const collectFrom =
  (figure: Exclude<keyof RequestFigures, 'subject'>) =>
  (counter: Counter<'subject'>): void => {
    counter.reset();
    for (const source of sources)
      for (const figures of source()) counter.inc({ subject: figures.subject }, figures[figure]);
  };

/** Read from the endpoints' own statistics when somebody asks, so that a request costs nothing here. */
export const requestFigures = {
  counters: [
    new Counter({
      name: 'messaging_requests_total',
      help: 'Requests that came in on NATS',
      labelNames: ['subject'] as const,
      collect() {
        collectFrom('requests')(this);
      },
    }),
    new Counter({
      name: 'messaging_request_errors_total',
      help: 'Requests on NATS that were refused or failed',
      labelNames: ['subject'] as const,
      collect() {
        collectFrom('errors')(this);
      },
    }),
    new Counter({
      name: 'messaging_traces_left_out_total',
      help: 'Requests on NATS whose caller records its trace, and that have no span: there were more than 50 in a second',
      labelNames: ['subject'] as const,
      collect() {
        collectFrom('tracesLeftOut')(this);
      },
    }),
  ],
  add(source: () => readonly RequestFigures[]): void {
    sources.add(source);
  },
  remove(source: () => readonly RequestFigures[]): void {
    sources.delete(source);
  },
};
