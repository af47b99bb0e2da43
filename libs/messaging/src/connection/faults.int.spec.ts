import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenCreated } from '@mdm-gate/contracts';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { endsBeforeTimer, freePort, startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { echo, startTestService, type TestService } from '../fixtures/echo-service.ts';
import { aTokenCreated } from '../fixtures/events.ts';
import { EventPublisher } from '../events/event-publisher.ts';
import { When } from '../events/when.decorator.ts';
import { NatsReadiness } from '../nest/nats-readiness.ts';
import { Answers } from '../requests/answers.decorator.ts';
import { Requester } from '../requests/requester.ts';

const handled = new Set<string>();
let gate: Promise<unknown> = Promise.resolve();

@Controller()
class Everything {
  @Answers(echo)
  async echo({ text }: { text: string }): Promise<{ text: string }> {
    if (text === 'slow') await gate;
    return { text };
  }

  @When(tokenCreated)
  whenTokenCreated({ organizationId }: { organizationId: string }): void {
    handled.add(organizationId);
  }
}

let nats: RunningServer;
let service: TestService;

const start = async (url: string): Promise<TestService> =>
  startTestService({ url, controllers: [Everything] });
const problem = (): Promise<string | null> => service.app.get(NatsReadiness).problem();
const ready = () => waitFor(async () => (await problem()) === null, { describe: 'readiness' });
const ask = (text: string) => service.app.get(Requester).ask(echo, { text });
const codeOf = ({ reason }: PromiseRejectedResult): unknown => (reason as { code?: unknown }).code;
const publishAndSee = async (): Promise<void> => {
  const event = aTokenCreated(`org-${randomUUID().slice(0, 8)}`);
  await service.app.get(EventPublisher).publish(event);
  await waitFor(() => handled.has(event.organizationId));
};
const works = async (): Promise<void> => {
  await ready();
  await expect(ask('hello')).resolves.toEqual({ text: 'hello' });
  await publishAndSee();
};

describe('a service whose NATS', () => {
  beforeEach(async () => {
    nats = await startNats();
    service = await start(nats.url);
    await works();
  });

  afterEach(async () => {
    await service.app.close();
    await nats.stop();
  });

  it('is killed and comes back works again by itself, and says so meanwhile', async () => {
    await nats.kill();
    await waitFor(async () => (await problem())?.includes('127.0.0.1'));
    await expect(ask('hello')).rejects.toMatchObject({ code: 'dependency-unavailable' });
    await expect(service.app.get(EventPublisher).publish(aTokenCreated('acme'))).rejects.toMatchObject({
      code: 'dependency-unavailable',
      retryable: true,
    });
    await nats.restart();
    await works();
  });

  it('comes back with an empty store gets its streams and consumers again', async () => {
    await nats.kill();
    await nats.restart({ emptied: true });
    await works();
  });

  it('is frozen says so within seconds, fails what is under way, and works again when it is thawed', async () => {
    gate = new Promise(() => undefined);
    const underWay = service.app.get(Requester).ask(echo, { text: 'slow' }, { timeoutMs: 30_000 });
    const outcome = expect(underWay).rejects.toMatchObject({ code: 'dependency-unavailable' });
    await nats.kill('SIGSTOP');
    const stuck = Array.from({ length: 100 }, () => ask('x'.repeat(500_000)));
    await waitFor(async () => (await problem()) !== null);
    await outcome;
    const codes = (await Promise.allSettled(stuck)).map(
      (result) => result.status === 'rejected' && codeOf(result),
    );
    expect(new Set(codes)).toEqual(new Set(['timeout']));
    await expect(ask('hello')).rejects.toMatchObject({ code: 'dependency-unavailable' });
    await nats.kill('SIGCONT');
    await works();
  });

  it('lost a consumer or a stream to an operator’s hand gets it again', async () => {
    const outside = await connect({ servers: nats.url });
    const manager = await jetstreamManager(outside);
    await manager.consumers.delete('MDM_TOKENS', 'verifier');
    await waitFor(async () => (await manager.consumers.info('MDM_TOKENS', 'verifier')).name);
    await works();
    await manager.streams.delete('MDM_TOKENS');
    await waitFor(async () => (await manager.streams.info('MDM_TOKENS')).config.name);
    await works();
    await outside.close();
  });
});

describe('a service that starts before its NATS', () => {
  it('starts, is not ready, and works as soon as NATS is there', async () => {
    const port = await freePort();
    service = await start(`nats://127.0.0.1:${port}`);
    await waitFor(async () => (await problem())?.includes('ECONNREFUSED'));
    nats = await startNats({ port });
    await works();
    await service.app.close();
    await nats.stop();
  });

  it('can be stopped while it waits', async () => {
    service = await start(`nats://127.0.0.1:${await freePort()}`);
    await service.app.close();
  });
});

describe('a server that demands a password', () => {
  it('gets it, and the log never does', async () => {
    nats = await startNats({ config: 'authorization { user: gate, password: "hunter2" }' });
    service = await start(nats.url.replace('nats://', 'nats://gate:wrong-hunter3@'));
    await waitFor(async () => /authorization/i.test((await problem()) ?? ''));
    await service.app.close();
    expect(service.log()).not.toContain('hunter3');
    service = await start(nats.url.replace('nats://', 'nats://gate:hunter2@'));
    await works();
    await service.app.close();
    expect(service.log()).not.toContain('hunter2');
    await nats.stop();
  });
});

describe('a server that forbids what a service needs', () => {
  it('keeps the service from being ready, says what is forbidden, and is ready again once it is not', async () => {
    const permissions = 'permissions: { subscribe: { deny: "mdm.test.echo" } }';
    nats = await startNats({
      config: `authorization { users: [ { user: gate, password: gate, ${permissions} } ] }`,
    });
    service = await start(nats.url.replace('nats://', 'nats://gate:gate@'));
    await waitFor(async () => (await problem()) === 'NATS does not let us subscribe to mdm.test.echo');
    const file = join(nats.dataDir, 'nats.conf');
    writeFileSync(file, readFileSync(file, 'utf8').replace(permissions, ''));
    await nats.kill('SIGHUP');
    await waitFor(async () => (await problem()) === null, { describe: 'readiness', timeoutMs: 90_000 });
    await expect(ask('hello')).resolves.toEqual({ text: 'hello' });
    await service.app.close();
    await nats.stop();
  });
});

describe('a service that stops', () => {
  beforeEach(async () => {
    nats = await startNats();
    service = await start(nats.url);
    await ready();
  });
  afterEach(() => nats.stop());

  it('answers the requests under way, leaves new ones to others, and lets go of NATS', async () => {
    const outside = await connect({ servers: nats.url });
    const release = Promise.withResolvers<undefined>();
    gate = release.promise;
    const underWay = Promise.all(
      Array.from({ length: 20 }, () => outside.request(echo.subject, '{"text":"slow"}', { timeout: 5_000 })),
    );
    await outside.flush();
    await expect(ask('hello')).resolves.toEqual({ text: 'hello' });
    const closed = service.app.close();
    await waitFor(async () =>
      outside.request(echo.subject, '{"text":"late"}', { timeout: 500 }).then(
        () => false,
        (error: unknown) => String(error).includes('no responders'),
      ),
    );
    release.resolve(undefined);
    await closed;
    expect((await underWay).map((reply) => reply.string())).toEqual(Array(20).fill('{"text":"slow"}'));
    await outside.close();
  });

  it('does not wait for ever, neither for a handler nor for a frozen server', async () => {
    await service.app.close();
    service = await startTestService({ url: nats.url, controllers: [Everything], stopTimeoutMs: 300 });
    await ready();
    gate = new Promise(() => undefined);
    ask('slow').catch(() => undefined);
    await expect(ask('hello')).resolves.toEqual({ text: 'hello' });
    await nats.kill('SIGSTOP');
    const closed = service.app.close();
    await expect(endsBeforeTimer(closed, 5_000)).resolves.toBe(true);
    await closed;
    await nats.kill('SIGCONT');
  });
});
