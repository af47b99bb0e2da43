import { jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { formsOf, type Secret } from './forms-of-secrets.ts';

/** What was found where it must not be. */
export interface Finding {
  readonly secret: string;
  readonly subject: string;
}

interface Recorded {
  readonly subject: string;
  /** Headers and payload, byte by byte. */
  readonly text: string;
}

const reconnectDelayMs = 50;

/** Everything that crosses NATS, as somebody hears it who may hear all. */
export class BusRecording {
  readonly #messages: Recorded[] = [];

  private constructor(private readonly connection: NatsConnection) {}

  static async begin(url: string, seed: string): Promise<BusRecording> {
    const connection = await connect({
      servers: url,
      authenticator: nkeyAuthenticator(Buffer.from(seed)),
      name: 'recording',
      maxReconnectAttempts: -1,
      reconnectTimeWait: reconnectDelayMs,
    });
    const recording = new BusRecording(connection);
    connection.subscribe('>', {
      callback: (error, message) => {
        if (error === null) recording.#note(message.subject, message.headers, message.data);
      },
    });
    await connection.flush();
    return recording;
  }

  /** What the streams hold by now, too: nobody may have been listening when it came. */
  async addStreams(): Promise<void> {
    const manager = await jetstreamManager(this.connection);
    for await (const { config, state } of manager.streams.list())
      for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
        const message = await manager.streams.getMessage(config.name, { seq });
        if (message !== null) this.#note(message.subject, message.header, message.data);
      }
  }

  get subjects(): ReadonlySet<string> {
    return new Set(this.#messages.map(({ subject }) => subject));
  }

  /** Each secret once for each subject that it was seen on. */
  find(secrets: readonly Secret[]): readonly Finding[] {
    const found = secrets.flatMap(({ name, value }) => {
      const forms = formsOf(value);
      const hits = this.#messages.filter(({ text }) => forms.some((form) => text.includes(form)));
      return hits.map(({ subject }) => ({ secret: name, subject }));
    });
    return [...new Map(found.map((each) => [`${each.secret} ${each.subject}`, each])).values()];
  }

  async end(): Promise<void> {
    await this.connection.close();
  }

  #note(subject: string, headers: MsgHdrs | undefined, data: Uint8Array): void {
    const said = headers === undefined ? [] : headers.keys().flatMap((key) => headers.values(key));
    const text = [...said, Buffer.from(data).toString('latin1')].join('\n');
    this.#messages.push({ subject, text });
  }
}
