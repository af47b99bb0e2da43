import { defineRequest } from '@mdm-gate/contracts';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { startTestService, type TestService } from '../fixtures/echo-service.ts';
import { NatsReadiness } from '../nest/nats-readiness.ts';
import { Answers } from './answers.decorator.ts';
import { Requester } from './requester.ts';
import type { Seals } from './seals.ts';

const shape = { description: 'For tests', answeredBy: 'verifier', mayBeCalledBy: ['mdm-push'] } as const;
const text = z.object({ text: z.string() });
const told = defineRequest({
  ...shape,
  subject: 'mdm.test.told',
  secretIn: 'request',
  request: text,
  reply: text,
});
const given = defineRequest({
  ...shape,
  subject: 'mdm.test.given',
  secretIn: 'reply',
  request: text,
  reply: text,
});

@Controller()
class Secrets {
  @Answers(told)
  hear({ text: heard }: { text: string }): { text: string } {
    return { text: `${heard.length} characters` };
  }

  @Answers(given)
  give(): { text: string } {
    return { text: 'a secret of the verifier' };
  }
}

/** Says for whom and what about; which cipher it is does not matter here. */
const sealsOf = (own: string): Seals => ({
  seal: (reader, plain, about) => JSON.stringify([reader, about, Buffer.from(plain).toString('hex')]),
  open: (message, about) => {
    const [reader, itsAbout, hex = ''] = z.array(z.string()).parse(JSON.parse(message));
    if (reader !== own || itsAbout !== about) throw new Error('not for us');
    return Buffer.from(hex, 'hex').toString('utf8');
  },
});

let nats: RunningServer;
let spy: NatsConnection;
const seen: string[] = [];
const services: TestService[] = [];

const start = async (service: 'verifier' | 'mdm-push', seals?: Seals): Promise<TestService> => {
  const controllers = service === 'verifier' ? [Secrets] : [];
  const started = await startTestService({ url: nats.url, controllers, service, ...(seals && { seals }) });
  services.push(started);
  await waitFor(async () => (await started.app.get(NatsReadiness).problem()) === null);
  return started;
};

describe('what a contract calls a secret', () => {
  beforeEach(async () => {
    seen.length = 0;
    nats = await startNats();
    spy = await connect({ servers: nats.url });
    spy.subscribe('>', {
      callback: (_, message) => {
        seen.push(message.string());
      },
    });
    await spy.flush();
    await start('verifier', sealsOf('verifier'));
  });
  afterEach(async () => {
    await Promise.all(services.splice(0).map(({ app }) => app.close()));
    await spy.close();
    await nats.stop();
  });

  it('crosses NATS sealed to the service that reads it', async () => {
    const requester = (await start('mdm-push', sealsOf('mdm-push'))).app.get(Requester);
    expect(await requester.ask(told, { text: 'a secret of the caller' })).toEqual({ text: '22 characters' });
    expect(await requester.ask(given, { text: 'please' })).toEqual({ text: 'a secret of the verifier' });
    expect(seen.some((message) => message.includes('mdm.test.told request'))).toBe(true);
    expect(seen.filter((message) => message.includes('a secret of'))).toEqual([]);
  });

  it('is refused where it is not sealed, or for somebody else, and then nothing is told of it', async () => {
    const reply = await spy.request(told.subject, JSON.stringify({ text: 'in clear' }));
    expect(reply.string()).toMatch(/"dependency-unavailable","detail":"The request of .* is not sealed/);
    const other = (await start('mdm-push', sealsOf('token-admin'))).app.get(Requester);
    await expect(other.ask(given, { text: 'please' })).rejects.toThrow(
      /^dependency-unavailable: The reply of .* is not sealed/,
    );
    const log = services.map((service) => service.log()).join();
    expect(log).toContain('a request could not be read');
    expect(log).not.toContain('in clear');
  });

  it('is not said at all without keys', async () => {
    const keyless = (await start('mdm-push')).app.get(Requester);
    const refusal = { code: 'internal-error' };
    await expect(keyless.ask(told, { text: 'a secret of the caller' })).rejects.toMatchObject(refusal);
    await expect(keyless.ask(given, { text: 'please' })).rejects.toMatchObject(refusal);
    expect(seen.filter((message) => message.includes('a secret of'))).toEqual([]);
  });
});
