import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as encrypt, type ConnectionOptions } from 'node:tls';
import { inboxOfCaller } from '@mdm-gate/contracts';
import { percentile } from './statistics.ts';

/** One request as it goes over the wire. */
export interface LoadRequest {
  readonly subject: string;
  readonly payload: string;
  readonly traceparent?: string;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that do not contain the text that every right answer contains. */
  readonly wrong: number;
  readonly wrongExample: string;
}

/** `saturate`: so many requests are always under way. `rate`: requests per second, whatever the answers do. */
export type Pace = { readonly saturate: number } | { readonly rate: number };

export interface Load {
  readonly requests: readonly LoadRequest[];
  readonly pace: Pace;
  readonly seconds: number;
  readonly rightAnswer: string;
}

/** Whose inbox answers come to. */
export const callerName = 'load';
const inbox = inboxOfCaller(callerName);
const sendEveryMs = 1;
/** When the generator itself was held up for longer, it does not make up for it: the burst would be measured, not the rate. */
const catchUpMaxMs = 20;

/**
 * Speaks NATS over one plain socket: requests are pipelined, one wildcard inbox takes all answers, and nothing is made per
 * request, because a client library would cost more than what is measured.
 */
export class LoadGenerator {
  #sentAtMs: number[] = [];
  #latenciesMs: number[] = [];
  #sent = 0;
  #wrong = 0;
  #wrongExample = '';
  #rightAnswer = '';
  #rest: Buffer = Buffer.alloc(0);
  #onAnswers: (count: number) => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.#read(chunk);
    });
  }

  /** `tls`: encrypted from the greeting on, as NATS has it. */
  static async connect(natsUrl: string, tls?: ConnectionOptions): Promise<LoadGenerator> {
    const { hostname, port, username: user, password: pass } = new URL(natsUrl);
    const plain = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(plain, 'data');
    const socket = tls === undefined ? plain : encrypt({ ...tls, socket: plain, host: hostname });
    if (tls !== undefined) await once(socket, 'secureConnect');
    const who = user === '' ? {} : { user, pass };
    const options = { verbose: false, pedantic: false, headers: true, no_responders: true, ...who };
    socket.write(`CONNECT ${JSON.stringify(options)}\r\nSUB ${inbox}.* 1\r\n`);
    return new LoadGenerator(socket);
  }

  close(): void {
    this.socket.destroy();
  }

  async run(load: Load): Promise<LoadResult> {
    [this.#sentAtMs, this.#latenciesMs, this.#sent, this.#wrong] = [[], [], 0, 0];
    this.#rightAnswer = load.rightAnswer;
    const startMs = performance.now();
    const endMs = startMs + load.seconds * 1_000;
    if ('saturate' in load.pace) await this.#saturate(load, load.pace.saturate, endMs);
    else await this.#keepRate(load, load.pace.rate, { startMs, endMs });
    const elapsedSeconds = (performance.now() - startMs) / 1_000;
    const sorted = this.#latenciesMs.toSorted((a, b) => a - b);
    return {
      perSecond: sorted.length / elapsedSeconds,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      wrong: this.#wrong,
      wrongExample: this.#wrongExample,
    };
  }

  async #saturate(load: Load, underWay: number, endMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onAnswers = (count) => {
        if (performance.now() < endMs) this.#send(load, count);
        else if (this.#latenciesMs.length === this.#sent) resolve();
      };
      this.#send(load, underWay);
    });
  }

  async #keepRate(
    load: Load,
    rate: number,
    { startMs, endMs }: { startMs: number; endMs: number },
  ): Promise<void> {
    await new Promise<void>((resolve) => {
      const resolveWhenAnswered = () => {
        if (this.#latenciesMs.length === this.#sent) resolve();
      };
      let heldUpMs = 0;
      let lastMs = startMs;
      this.#onAnswers = () => undefined;
      const timer = setInterval(() => {
        const nowMs = Math.min(performance.now(), endMs);
        heldUpMs += Math.max(0, nowMs - lastMs - catchUpMaxMs);
        lastMs = nowMs;
        const due = Math.floor(((nowMs - startMs - heldUpMs) / 1_000) * rate);
        if (due > this.#sent) this.#send(load, due - this.#sent);
        if (nowMs < endMs) return;
        clearInterval(timer);
        this.#onAnswers = resolveWhenAnswered;
        resolveWhenAnswered();
      }, sendEveryMs);
    });
  }

  #send({ requests }: Load, count: number): void {
    let frames = '';
    const nowMs = performance.now();
    for (let index = 0; index < count; index += 1) {
      const request = requests[this.#sent % requests.length] ?? { subject: '', payload: '' };
      frames += frameOf(request, `${inbox}.${this.#sent}`);
      this.#sentAtMs.push(nowMs);
      this.#sent += 1;
    }
    this.socket.write(frames, 'latin1');
  }

  #read(chunk: Buffer): void {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const before = this.#latenciesMs.length;
    let at = 0;
    for (let frame = frameAt(data, at); frame !== null; frame = frameAt(data, at)) {
      if (frame.line === 'PING') this.socket.write('PONG\r\n');
      if (frame.isMessage) this.#take(frame.line, data.toString('latin1', frame.bodyAt, frame.endAt - 2));
      at = frame.endAt;
    }
    this.#rest = data.subarray(at);
    const answered = this.#latenciesMs.length - before;
    if (answered > 0) this.#onAnswers(answered);
  }

  #take(line: string, answer: string): void {
    const number = Number(line.slice(line.indexOf(inbox) + inbox.length + 1, line.indexOf(' ', 5)));
    this.#latenciesMs.push(performance.now() - (this.#sentAtMs[number] ?? 0));
    if (answer.includes(this.#rightAnswer)) return;
    this.#wrong += 1;
    this.#wrongExample = `${line} ${answer}`;
  }
}

const frameOf = ({ subject, payload, traceparent }: LoadRequest, reply: string): string => {
  if (traceparent === undefined) return `PUB ${subject} ${reply} ${payload.length}\r\n${payload}\r\n`;
  const head = `NATS/1.0\r\ntraceparent: ${traceparent}\r\n\r\n`;
  return `HPUB ${subject} ${reply} ${head.length} ${head.length + payload.length}\r\n${head}${payload}\r\n`;
};

/** `MSG <inbox>.<number> 1 <bytes>`, the answer, `MSG`…; HMSG carries headers, which only errors have. Null: not whole yet. */
const frameAt = (data: Buffer, at: number) => {
  const lineEnd = data.indexOf('\r\n', at);
  if (lineEnd === -1) return null;
  const line = data.toString('latin1', at, lineEnd);
  const isMessage = line.includes('MSG');
  const bodyAt = lineEnd + 2;
  const endAt = isMessage ? bodyAt + Number(line.slice(line.lastIndexOf(' '))) + 2 : bodyAt;
  return endAt > data.length ? null : { line, isMessage, bodyAt, endAt };
};
