import { tokenCreated } from '@mdm-gate/contracts';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { startTestService, type TestService } from '../fixtures/echo-service.ts';
import { aTokenCreated } from '../fixtures/events.ts';
import { When } from './when.decorator.ts';

const events = 10_000;
const handled = new Map<string, number>();

@Controller()
class Counting {
  @When(tokenCreated)
  whenTokenCreated({ organizationId }: { organizationId: string }): void {
    handled.set(organizationId, (handled.get(organizationId) ?? 0) + 1);
  }
}

describe('a backlog from the time when no replica ran', () => {
  let nats: RunningServer;
  let outside: NatsConnection;
  let manager: JetStreamManager;
  const start = (): Promise<TestService> => startTestService({ url: nats.url, controllers: [Counting] });
  const consumer = () => manager.consumers.info('MDM_TOKENS', 'verifier');

  beforeAll(async () => {
    nats = await startNats();
    outside = await connect({ servers: nats.url });
    manager = await jetstreamManager(outside);
    const before = await start();
    await waitFor(() => consumer());
    await before.app.close();
    for (let number = 1; number <= events; number += 1) {
      const event = aTokenCreated(`org-${number}`);
      outside.publish(`mdm.tokens.org-${number}.TokenCreated`, JSON.stringify(event));
      if (number % 1_000 === 0) await outside.flush();
    }
    await waitFor(async () => (await manager.streams.info('MDM_TOKENS')).state.messages === events);
  });
  afterAll(async () => {
    await outside.close();
    await nats.stop();
  });

  it('is delivered once and whole to those that start', async () => {
    const replicas = await Promise.all([start(), start()]);
    await waitFor(async () => (await consumer()).num_pending === 0);
    await waitFor(async () => (await consumer()).num_ack_pending === 0);
    const { delivered, num_redelivered: redelivered } = await consumer();
    expect({ deliveries: delivered.consumer_seq, redelivered }).toEqual({
      deliveries: events,
      redelivered: 0,
    });
    expect(handled.size).toBe(events);
    expect(Math.max(...handled.values())).toBe(1);
    await Promise.all(replicas.map(({ app }) => app.close()));
  });
});
