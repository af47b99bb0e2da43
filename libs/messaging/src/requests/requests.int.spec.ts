import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { CodedError } from '@mdm-gate/service-kit';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { echo, startTestService, type TestService } from '../fixtures/echo-service.ts';
import { NatsReadiness } from '../nest/nats-readiness.ts';
import { Answers } from './answers.decorator.ts';
import type { MessageContext } from './message-context.ts';
import { Requester } from './requester.ts';

@Controller()
class EchoController {
  @Answers(echo)
  echo({ text }: { text: string }, context: MessageContext): Promise<{ text: string; answeredBy?: string }> {
    if (text === 'not-found') throw new CodedError('not-found', 'There is no such text', { issues: [] });
    if (text === 'broken') return Promise.reject(new Error('the password is hunter2'));
    if (text === 'correlation') return Promise.resolve({ text: context.correlationId });
    return Promise.resolve({ text });
  }
}

let nats: RunningServer;
let caller: NatsConnection;
let service: TestService;

beforeAll(async () => {
  nats = await startNats({ config: 'max_payload: 16MB' });
  caller = await connect({ servers: nats.url });
  service = await startTestService({ url: nats.url, controllers: [EchoController] });
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
    expect(reply.headers?.get('Nats-Service-Error')).toBe('not-found: There is no such text');
    expect(reply.json()).toEqual({ code: 'not-found', detail: 'There is no such text', issues: [] });
  });
});

describe('our own requester', () => {
  it('asks and gets the answer or the replier’s code', async () => {
    const requester = service.app.get(Requester);
    await expect(requester.ask(echo, { text: 'hi' })).resolves.toEqual({ text: 'hi' });
    await expect(requester.ask(echo, { text: 'not-found' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(requester.ask(echo, { text: 'correlation' }, { correlationId: 'abc' })).resolves.toEqual({
      text: 'abc',
    });
  });
});
