import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { echo, startTestService, type TestService } from '../fixtures/echo-service.ts';
import { NatsReadiness } from '../nest/nats-readiness.ts';
import { Answers } from './answers.decorator.ts';

const handled: string[] = [];

@Controller()
class Echo {
  @Answers(echo)
  echo({ text }: { text: string }): { text: string } {
    handled.push(text);
    return { text };
  }
}

describe('a request that names no inbox', () => {
  let nats: RunningServer;
  let service: TestService;
  let caller: NatsConnection;
  const said: string[] = [];

  beforeAll(async () => {
    nats = await startNats();
    service = await startTestService({ url: nats.url, controllers: [Echo] });
    await waitFor(async () => (await service.app.get(NatsReadiness).problem()) === null);
    caller = await connect({ servers: nats.url });
    caller.subscribe('>', {
      callback: (_, { subject }) => {
        said.push(subject);
      },
    });
  });
  afterAll(async () => {
    await caller.close();
    await service.app.close();
    await nats.stop();
  });

  it.each([
    ['none', undefined],
    ['an event', 'mdm.tokens.acme.TokenRevoked'],
    ['the JetStream API', '$JS.API.STREAM.PURGE.MDM_TOKENS'],
    ['a request of another service', 'mdm.push.connections.remove'],
    ['what only looks like an inbox', 'x._INBOX.mine'],
  ])('is neither answered nor handled: %s', async (_, reply) => {
    const text = `to ${reply ?? 'nobody'}`;
    caller.publish(echo.subject, JSON.stringify({ text }), reply === undefined ? {} : { reply });
    // What is asked later is answered later.
    const answered = await caller.request(echo.subject, JSON.stringify({ text: 'afterwards' }));
    expect(answered.json()).toEqual({ text: 'afterwards' });
    expect(handled).not.toContain(text);
    if (reply !== undefined) expect(said).not.toContain(reply);
    expect(service.log()).toContain('a request that names no inbox was ignored');
  });
});
