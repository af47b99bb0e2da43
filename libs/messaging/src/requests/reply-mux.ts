import {
  createInbox,
  InvalidArgumentError,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
} from '@nats-io/transport-node';
import { CodedError } from '@mdm-gate/service-kit';

interface Pending {
  readonly deadline: number;
  readonly subject: string;
  readonly resolve: (reply: Msg) => void;
  readonly reject: (error: CodedError) => void;
}

export interface Question {
  readonly subject: string;
  readonly payload: string;
  readonly headers: MsgHdrs | undefined;
  readonly timeoutMs: number;
}

/** How late a timeout may be noticed. */
const sweepIntervalMs = 20;

/**
 * Many requests over one connection: one wildcard subscription for all replies and one timer for all timeouts, which
 * costs about a third of the client's own request(). When the connection is lost, everything pending fails at once.
 */
export class ReplyMux {
  readonly #pending = new Map<string, Pending>();
  readonly #inbox: string;
  #lastToken = 0;
  #sweeper: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: NatsConnection,
    inboxPrefix: string,
    /** Told when replies cannot come any more, although the connection lives. */
    onDenied: () => void,
  ) {
    this.#inbox = `${createInbox(inboxPrefix)}.`;
    connection.subscribe(`${this.#inbox}*`, {
      callback: (error, reply) => {
        if (error === null) this.#deliver(reply);
        else {
          onDenied();
          this.#failAll('dependency-unavailable', `NATS does not let us receive replies: ${error.message}`);
        }
      },
    });
    void connection.closed().then(() => {
      this.#failAll('dependency-unavailable', 'The connection to NATS was lost before the answer came');
    });
  }

  ask(question: Question): Promise<Msg> {
    this.#lastToken += 1;
    const token = this.#lastToken.toString(36);
    return new Promise((resolve, reject) => {
      const { subject, payload, headers, timeoutMs } = question;
      const reply = this.#inbox + token;
      try {
        this.connection.publish(subject, payload, headers === undefined ? { reply } : { reply, headers });
      } catch (error) {
        reject(notSent(error));
        return;
      }
      this.#pending.set(token, { deadline: performance.now() + timeoutMs, subject, resolve, reject });
      this.#sweepLater();
    });
  }

  #deliver(reply: Msg): void {
    const token = reply.subject.slice(this.#inbox.length);
    const pending = this.#pending.get(token);
    if (pending === undefined) return;
    this.#pending.delete(token);
    if (isNoResponders(reply))
      pending.reject(new CodedError('no-responders', `Nobody answers on ${pending.subject}`));
    else pending.resolve(reply);
  }

  #sweepLater(): void {
    this.#sweeper ??= setTimeout(() => {
      this.#sweeper = undefined;
      this.#sweep();
    }, sweepIntervalMs);
  }

  #sweep(): void {
    const now = performance.now();
    for (const [token, { deadline, subject, reject }] of this.#pending) {
      if (deadline > now) continue;
      this.#pending.delete(token);
      reject(new CodedError('timeout', `The answer on ${subject} did not come in time`));
    }
    if (this.#pending.size > 0) this.#sweepLater();
  }

  #failAll(code: 'dependency-unavailable' | 'forbidden', detail: string): void {
    clearTimeout(this.#sweeper);
    this.#sweeper = undefined;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new CodedError(code, detail));
  }
}

const isNoResponders = (reply: Msg): boolean => {
  if (reply.data.length > 0) return false;
  try {
    return reply.headers?.code === 503;
  } catch {
    return false;
  }
};

const notSent = (error: unknown): CodedError =>
  error instanceof InvalidArgumentError
    ? new CodedError('body-too-large', 'The request is larger than NATS accepts', { cause: error })
    : new CodedError('dependency-unavailable', 'The connection to NATS is closed', { cause: error });
