import { randomUUID } from 'node:crypto';
import { streams, tokenCreated, type ServiceName } from '@mdm-gate/contracts';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { startNatsCluster, untilDone, waitFor, type RunningNatsCluster } from '@mdm-gate/testing';
import { echo, startTestService, type TestService } from '../fixtures/echo-service.ts';
import { aTokenCreated } from '../fixtures/events.ts';
import { EventPublisher } from '../events/event-publisher.ts';
import { When } from '../events/when.decorator.ts';
import { NatsReadiness } from '../nest/nats-readiness.ts';
import { Answers } from '../requests/answers.decorator.ts';
import { Requester } from '../requests/requester.ts';
import { NatsLink } from './nats-link.ts';

const handled = new Set<string>();
/** Elections take seconds, on a busy machine some more. */
const timeoutMs = 120_000;
const names = Object.values(streams).map(({ name }) => name);

@Controller()
class Everything {
  @Answers(echo)
  echo({ text }: { text: string }): { text: string } {
    return { text };
  }

  @When(tokenCreated)
  whenTokenCreated({ organizationId }: { organizationId: string }): void {
    handled.add(organizationId);
  }
}

let cluster: RunningNatsCluster;
let outside: NatsConnection;
let manager: JetStreamManager;
const services: TestService[] = [];

const startOne = async (service: ServiceName, streamReplicas?: number): Promise<TestService> => {
  const started = await startTestService({
    url: cluster.url,
    controllers: service === 'verifier' ? [Everything] : [],
    service,
    ...(streamReplicas !== undefined && { streamReplicas }),
  });
  services.push(started);
  await waitFor(async () => (await started.app.get(NatsReadiness).problem()) === null, { timeoutMs });
  return started;
};
/** Every service, because each changes the streams that it owns. */
const start = async (streamReplicas?: number): Promise<TestService> => {
  await Promise.all([startOne('token-admin', streamReplicas), startOne('mdm-push', streamReplicas)]);
  return startOne('verifier', streamReplicas);
};
const infoOf = (name: string) => manager.streams.info(name);
const replicasOfAll = async () =>
  Promise.all(names.map(async (name) => (await infoOf(name)).config.num_replicas));
const isWhole = async (name: string): Promise<boolean> => {
  const { cluster: state } = await infoOf(name);
  return state?.leader !== undefined && (state.replicas ?? []).filter((peer) => peer.current).length === 2;
};
const untilWhole = () =>
  waitFor(async () => (await Promise.all(names.map((name) => isWhole(name)))).every(Boolean), {
    describe: 'every stream to have its copies up to date',
    timeoutMs,
  });
const works = async ({ app }: TestService): Promise<void> => {
  const event = aTokenCreated(`org-${randomUUID().slice(0, 8)}`);
  await untilDone(() => app.get(EventPublisher).publish(event), {
    describe: 'an event to be stored',
    timeoutMs,
  });
  await waitFor(() => handled.has(event.organizationId), { describe: 'an event to be handled', timeoutMs });
  await waitFor(async () => (await app.get(Requester).ask(echo, { text: 'hello' })).text === 'hello', {
    describe: 'a request to be answered',
    timeoutMs,
  });
};

describe('a cluster of three servers', () => {
  beforeAll(async () => {
    cluster = await startNatsCluster();
    outside = await connect({ servers: cluster.url.split(','), maxReconnectAttempts: -1 });
    manager = await jetstreamManager(outside, { checkAPI: false });
  });
  afterEach(async () => {
    await Promise.all(services.splice(0).map(({ app }) => app.close()));
  });
  afterAll(async () => {
    await outside.close();
    await cluster.stop();
  });

  it('keeps each stream on as many servers as a service asks for, and raises what was fewer', async () => {
    await works(await start());
    expect(new Set(await replicasOfAll())).toEqual(new Set([1]));
    await works(await start(3));
    expect(new Set(await replicasOfAll())).toEqual(new Set([3]));
    await untilWhole();
    const copiesOfConsumer = async () =>
      (await manager.consumers.info('MDM_TOKENS', 'verifier')).cluster?.replicas?.length;
    await waitFor(async () => (await copiesOfConsumer()) === 2, {
      describe: 'what was read of the stream to be on three servers, too',
      timeoutMs,
    });
  });

  it('keeps the replicas that there are when a service asks for fewer', async () => {
    await Promise.all([start(3), start(1), start()]);
    expect(new Set(await replicasOfAll())).toEqual(new Set([3]));
    await manager.streams.update('MDM_TOKENS', { description: 'of an earlier version' });
    await works(await start(1));
    expect((await infoOf('MDM_TOKENS')).config).toMatchObject({
      num_replicas: 3,
      description: streams.tokens.description,
    });
  });

  it('loses the server that leads a stream, and later the one a service is connected to: the service goes on', async () => {
    const service = await start(3);
    const victims = [
      async () => (await infoOf('MDM_TOKENS')).cluster?.leader,
      () => Promise.resolve(service.app.get(NatsLink).connection?.info?.server_name),
    ];
    for (const victim of victims) {
      await untilWhole();
      const server = cluster.server((await victim()) ?? '');
      await server.kill();
      await works(service);
      await server.restart();
      await works(service);
    }
    expect(new Set(await replicasOfAll())).toEqual(new Set([3]));
  }, 240_000);
});
