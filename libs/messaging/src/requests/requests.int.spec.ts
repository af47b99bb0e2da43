import { aTokenCreated } from '../fixtures/events.ts';
import { randomBytes } from 'node:crypto';
import { applyActiveSet } from '@mdm-gate/contracts';
import { connect, createInbox, headers, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { CodedError } from '@mdm-gate/service-kit';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { echo, startTestService, type TestService } from '../fixtures/echo-service.ts';
import { NatsReadiness } from '../nest/nats-readiness.ts';
import { Answers } from './answers.decorator.ts';
import type { MessageContext } from './message-context.ts';
import { Requester } from './requester.ts';

const handled: string[] = [];

@Controller()
class EchoController {
  @Answers(echo)
  echo({ text }: { text: string }, context: MessageContext): Promise<{ text: string }> {
    handled.push(text);
    if (text === 'not-found') throw new CodedError('not-found', 'There is no such text\r\nat all');
    if (text === 'broken') return Promise.reject(new Error('the reason is in the log only'));
    if (text === 'correlation') return Promise.resolve({ text: context.correlationId });
    if (text === 'traceparent') return Promise.resolve({ text: context.traceparent ?? 'none' });
    return Promise.resolve({ text });
  }
}

let nats: RunningServer;
let caller: NatsConnection;
let service: TestService;
let requester: Requester;

beforeAll(async () => {
  nats = await startNats({ config: 'max_payload: 16MB' });
  caller = await connect({ servers: nats.url });
  service = await startTestService({ url: nats.url, controllers: [EchoController] });
  requester = service.app.get(Requester);
  await waitFor(async () => (await service.app.get(NatsReadiness).problem()) === null);
});

afterAll(async () => {
  await service.app.close();
  await caller.close();
  await nats.stop();
});

const ask = (payload: string | Uint8Array): Promise<Msg> =>
  caller.request(echo.subject, payload, { timeout: 2_000 });

describe('a caller with a plain NATS client', () => {
  it('gets plain JSON for plain JSON', async () => {
    const reply = await ask('{"text":"hello"}');
    expect(reply.string()).toBe('{"text":"hello"}');
    expect(reply.headers?.has('Nats-Service-Error-Code') ?? false).toBe(false);
  });

  it('gets the code of an expected error, as headers and as JSON', async () => {
    const reply = await ask('{"text":"not-found"}');
    expect(reply.headers?.get('Nats-Service-Error-Code')).toBe('404');
    expect(reply.headers?.get('Nats-Service-Error')).toBe('not-found: There is no such text at all');
    expect(reply.json()).toEqual({ code: 'not-found', detail: 'There is no such text\r\nat all' });
  });

  it('can find its refused request in the log, by the correlation id it gave or got', async () => {
    const given = headers();
    given.set('Mdm-Correlation-Id', 'given-by-the-caller');
    const refused = await caller.request(echo.subject, '{"text":"not-found"}', {
      timeout: 2_000,
      headers: given,
    });
    expect(refused.headers?.get('Mdm-Correlation-Id')).toBe('given-by-the-caller');
    const failed = await ask('{"text":"broken"}');
    const got = failed.headers?.get('Mdm-Correlation-Id') ?? '';
    expect(got).toMatch(/^[0-9a-f-]{36}$/);
    expect(service.log()).toContain(got);
  });

  it('learns nothing of an unexpected error but that it happened; the log says more', async () => {
    const reply = await ask('{"text":"broken"}');
    expect(reply.json()).toEqual({ code: 'internal-error', detail: 'Something went wrong on our side' });
    expect(reply.headers?.get('Nats-Service-Error-Code')).toBe('500');
    expect(service.log()).toContain('the reason is in the log only');
  });
});

describe('bad input', () => {
  const refused: [string, string | Uint8Array, string, string][] = [
    ['what is not JSON', 'secret-but-not-json', '400', 'invalid-request'],
    ['an empty message', '', '400', 'invalid-request'],
    ['the envelope of another transport', '{"pattern":"x","data":{}}', '400', 'invalid-request'],
    ['an unknown field', '{"text":"a","more":1}', '400', 'invalid-request'],
    ['a wrong type', '{"text":{"__proto__":null}}', '400', 'invalid-request'],
    ['bytes that are not UTF-8', Uint8Array.from([0x22, 0xff, 0xfe, 0x22]), '400', 'invalid-request'],
    ['random bytes', randomBytes(60_000), '400', 'invalid-request'],
    [
      'deep nesting',
      `{"text":"a","nested":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
      '400',
      'invalid-request',
    ],
    ['ten megabytes', `{"text":"${'x'.repeat(10 * 1_024 * 1_024)}"}`, '413', 'body-too-large'],
  ];

  it.each(refused)('%s is refused at once with a code', async (_, payload, status, code) => {
    const reply = await ask(payload);
    expect(reply.headers?.get('Nats-Service-Error-Code')).toBe(status);
    expect(reply.json()).toMatchObject({ code });
  });

  it('is told which fields are wrong, and never what stood there', async () => {
    const reply = await ask('{"text":7,"hunter2":"hunter3"}');
    const { issues } = reply.json<{ issues: { path: string }[] }>();
    expect(issues.map(({ path }) => path)).toEqual(['text', '']);
    expect(service.log()).not.toContain('hunter');
  });

  it('without a reply subject is ignored before anything is done', async () => {
    caller.publish(echo.subject, '{"text":"to-nobody"}');
    await caller.flush();
    await ask('{"text":"after"}');
    expect(handled).not.toContain('to-nobody');
  });

  it('in a flood leaves a line of log per kind and ten seconds, without content', async () => {
    const before = service.log().length;
    const flooded = { timeout: 30_000 };
    await Promise.all(
      Array.from({ length: 2_000 }, () => caller.request(echo.subject, 'flood-of-secrets', flooded)),
    );
    const logged = service.log().slice(before);
    expect(logged.split('\n').length).toBeLessThan(5);
    expect(service.log()).not.toContain('flood-of-secrets');
  });
});

describe('a request that failed or was refused', () => {
  it.each([
    ['a request failed', { text: 'broken', organizationId: 'acme' }],
    ['a request was refused: invalid-request', { text: 7, organizationId: 'acme' }],
  ])('leaves one line of JSON that names its organization: %s', async (msg, request) => {
    const ownNats = await startNats();
    const own = await startTestService({ url: ownNats.url, controllers: [EchoController] });
    const client = await connect({ servers: ownNats.url });
    await waitFor(() => client.request(echo.subject, '{"text":"hello"}', { timeout: 1_000 }));
    await client.request(echo.subject, JSON.stringify(request), { timeout: 5_000 });
    const lines = own
      .log()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(lines.filter((line) => line['organizationId'] !== undefined)).toEqual([
      expect.objectContaining({ msg, organizationId: 'acme', subject: echo.subject }),
    ]);
    await client.close();
    await own.app.close();
    await ownNats.stop();
  });
});

describe('discovery', () => {
  const discover = async (subject: string): Promise<Record<string, unknown>[]> => {
    const replies = await caller.requestMany(subject, '', { strategy: 'stall', maxWait: 20_000, stall: 200 });
    const found: Record<string, unknown>[] = [];
    for await (const reply of replies) found.push(reply.json());
    return found;
  };

  it('tells who is there, to everybody and by name and by id', async () => {
    const [pong] = await discover('$SRV.PING');
    expect(pong).toMatchObject({
      type: 'io.nats.micro.v1.ping_response',
      name: 'verifier',
      version: '1.0.0',
      metadata: {},
    });
    const id = String(pong?.['id']);
    expect(await discover('$SRV.PING.verifier')).toEqual([pong]);
    expect(await discover(`$SRV.PING.verifier.${id}`)).toEqual([pong]);
    await expect(discover('$SRV.PING.somebody-else')).rejects.toThrow(/no responders/i);
  });

  it('tells what is offered on which subject and queue group', async () => {
    const [info] = await discover('$SRV.INFO.verifier');
    expect(info).toMatchObject({
      type: 'io.nats.micro.v1.info_response',
      description: 'Decides every pairing and authentication check',
      endpoints: [
        {
          name: 'test-echo',
          subject: 'mdm.test.echo',
          queue_group: 'verifier',
          metadata: { description: 'Says the same again', 'may-be-called-by': 'internal-services' },
        },
      ],
    });
  });

  it('tells how to ask, and what comes back', async () => {
    const [info] = await discover('$SRV.INFO.verifier');
    const [endpoint] = (info?.['endpoints'] ?? []) as { metadata: Record<string, string> }[];
    const schema = JSON.parse(endpoint?.metadata['request-schema'] ?? '') as { required: string[] };
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false, required: ['text'] });
    expect(JSON.parse(endpoint?.metadata['reply-schema'] ?? '')).toMatchObject({ type: 'object' });
  });

  it('tells how much was done and how long it took', async () => {
    await ask('{"text":"counted"}');
    const [stats] = await discover('$SRV.STATS.verifier');
    expect(stats).toMatchObject({ type: 'io.nats.micro.v1.stats_response' });
    expect(new Date(String(stats?.['started'])).getTime()).toBeLessThanOrEqual(Date.now());
    const [endpoint] = (stats?.['endpoints'] ?? []) as Record<string, number>[];
    expect(endpoint).toMatchObject({
      name: 'test-echo',
      queue_group: 'verifier',
      last_error: 'invalid-request',
    });
    expect(endpoint?.['num_requests']).toBeGreaterThan(endpoint?.['num_errors'] ?? 0);
    expect(endpoint?.['average_processing_time']).toBeGreaterThan(0);
  });
});

describe('our own requester', () => {
  it('gives the answer, or throws the code of the replier', async () => {
    await expect(requester.ask(echo, { text: 'hi' })).resolves.toEqual({ text: 'hi' });
    await expect(requester.ask(echo, { text: 'not-found' })).rejects.toMatchObject({
      code: 'not-found',
      retryable: false,
    });
  });

  it('passes correlation and trace on', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const answered = async (text: string) =>
      requester.ask(echo, { text }, { correlationId: 'c-1', traceparent });
    expect(await answered('correlation')).toEqual({ text: 'c-1' });
    expect(await answered('traceparent')).toEqual({ text: traceparent });
  });

  it('keeps a thousand questions apart', async () => {
    const texts = Array.from({ length: 1_000 }, (_, index) => String(index));
    const replies = await Promise.all(texts.map((text) => requester.ask(echo, { text })));
    expect(replies.map(({ text }) => text)).toEqual(texts);
  });

  it('says body-too-large when NATS would not take the request', async () => {
    await expect(requester.ask(echo, { text: 'x'.repeat(20 * 1_024 * 1_024) })).rejects.toMatchObject({
      code: 'body-too-large',
    });
  });

  it('leaves a correlation id out that no header can carry', async () => {
    const reply = await requester.ask(echo, { text: 'correlation' }, { correlationId: 'two\r\nlines' });
    expect(reply.text).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says no-responders when nobody runs', async () => {
    const { activeSet } = aTokenCreated('acme');
    const request = { organizationId: 'acme', activeSet };
    await expect(requester.ask(applyActiveSet, request)).rejects.toMatchObject({
      code: 'no-responders',
      retryable: true,
    });
  });

  it('says timeout when the answer does not come, and internal-error when it is not what was agreed', async () => {
    const silent = { ...echo, subject: 'mdm.test.silent' };
    const liar = { ...echo, subject: 'mdm.test.liar' };
    caller.subscribe(silent.subject, { callback: () => undefined });
    caller.subscribe(liar.subject, { callback: (_, request) => void request.respond('{"text":0}') });
    await caller.flush();
    await expect(requester.ask(silent, { text: '' }, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timeout',
    });
    await expect(requester.ask(liar, { text: '' })).rejects.toMatchObject({ code: 'internal-error' });
  });

  it('goes on without an answer where that is meant, and hides neither a refusal nor a wrong answer', async () => {
    const [nobody, silent, liar] = ['nobody', 'deaf', 'fibber'].map((name) => ({
      ...echo,
      subject: `mdm.test.${name}`,
    })) as [typeof echo, typeof echo, typeof echo];
    caller.subscribe(silent.subject, { callback: () => undefined });
    caller.subscribe(liar.subject, { callback: (_, request) => void request.respond('{"text":0}') });
    await caller.flush();
    await expect(requester.askIfThere(echo, { text: 'hi' })).resolves.toEqual({ text: 'hi' });
    await expect(requester.askIfThere(nobody, { text: '' })).resolves.toBeNull();
    await expect(requester.askIfThere(silent, { text: '' }, { timeoutMs: 50 })).resolves.toBeNull();
    await expect(requester.askIfThere(echo, { text: 'not-found' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(requester.askIfThere(liar, { text: '' })).rejects.toMatchObject({ code: 'internal-error' });
  });

  it('receives its replies under a prefix of its own', async () => {
    const inboxes: string[] = [];
    const spied = { ...echo, subject: 'mdm.test.spied' };
    caller.subscribe(spied.subject, {
      callback: (_, request) => {
        inboxes.push(request.reply ?? '');
        request.respond('{"text":"spied"}');
      },
    });
    await caller.flush();
    await requester.ask(spied, { text: '' });
    expect(inboxes[0]).toMatch(/^_INBOX_verifier\./);
    expect(createInbox()).not.toMatch(/^_INBOX_verifier/);
  });
});
