import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Replica } from './replica.ts';
import type { Ledger } from './ledger.ts';

export interface Reply {
  readonly status: number;
  readonly etag: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly ifMatch?: string | null;
}

const timeoutMs = 8_000;
const pauseMs = 300;

/** Calls any replica of the gateway; what was not answered is asked again of another one under the same `Idempotency-Key`. */
export class Gateway {
  #turn = 0;

  constructor(
    private readonly replicas: readonly Replica[],
    private readonly token: string,
    private readonly ledger: Ledger,
  ) {}

  /** Null: it was not answered in all that time, and may have been done. */
  async call(call: Call, { forMs = 20_000 } = {}): Promise<Reply | null> {
    const key = randomUUID();
    const deadline = performance.now() + forMs;
    do {
      const reply = await this.#once(call, key).catch(() => null);
      if (reply !== null && reply.status < 500) return reply;
      await delay(pauseMs);
    } while (performance.now() < deadline);
    return null;
  }

  get(path: string): Promise<Reply | null> {
    return this.call({ method: 'GET', path });
  }

  async #once({ method, path, body, ifMatch }: Call, key: string): Promise<Reply> {
    this.#turn += 1;
    const replica = this.replicas[this.#turn % this.replicas.length];
    const response = await fetch(`${replica?.gatewayUrl ?? ''}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(method === 'GET' ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch == null ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (response.status === 500)
      this.ledger.violated('no request is answered with 500', `${method} ${path}: ${text}`);
    return { status: response.status, etag: response.headers.get('etag'), body: jsonIn(text) };
  }
}

const jsonIn = (text: string): Reply['body'] => {
  try {
    return JSON.parse(text) as Reply['body'];
  } catch {
    return {};
  }
};
