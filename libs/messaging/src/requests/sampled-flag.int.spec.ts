import { isSampled } from '@mdm-gate/service-kit';
import { startNats, type RunningServer } from '@mdm-gate/testing';
import { connect, headers, type Msg, type NatsConnection } from '@nats-io/transport-node';
import * as fc from 'fast-check';
import { hasSampledFlag } from './sampled-flag.ts';

const unsampled = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f][02468ace]$/;

describe('the flag of a caller who records its trace', () => {
  let server: RunningServer;
  let connection: NatsConnection;
  let take: (message: Msg) => void = () => undefined;
  beforeAll(async () => {
    server = await startNats();
    connection = await connect({ servers: server.url });
    connection.subscribe('test.header', {
      callback: (_, message) => {
        take(message);
      },
    });
    await connection.flush();
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  const sent = async (given: readonly (readonly [string, string])[], payload: string) => {
    const message = new Promise<Msg>((resolve) => {
      take = resolve;
    });
    const set = headers();
    for (const [name, value] of given) set.append(name, value);
    connection.publish('test.header', payload, {
      reply: '_INBOX.somebody',
      ...(given.length > 0 && { headers: set }),
    });
    return message;
  };

  const id = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
  const sampled = fc
    .tuple(id(32), id(16), id(2))
    .map(([trace, span, flags]) => `00-${trace}-${span}-${flags}`);
  const name = fc.constantFrom('traceparent', 'Traceparent', 'x-traceparent', 'traceparent-x', 'other');
  const value = fc.oneof(sampled, fc.stringMatching(/^[\u0020-\u007e\u00e4\u20ac]{0,60}$/));
  const payload = fc.oneof(
    fc.string(),
    sampled.map((text) => `\r\ntraceparent: ${text}`),
  );

  it('is what the client reads, whatever else there is, and headers are not decoded for it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 4 }), payload, async (given, text) => {
        const message = await sent(given, text);
        const found = hasSampledFlag(message);
        expect(message).not.toHaveProperty('_headers', expect.anything());
        const traceparent = message.headers?.get('traceparent');
        expect(found && isSampled(traceparent)).toBe(isSampled(traceparent));
        if (traceparent === undefined || unsampled.test(traceparent)) expect(found).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('may be set where a client holds its messages otherwise, if there are headers', () => {
    expect(hasSampledFlag({ headers: headers() } as unknown as Msg)).toBe(true);
    expect(hasSampledFlag({} as unknown as Msg)).toBe(false);
  });
});
