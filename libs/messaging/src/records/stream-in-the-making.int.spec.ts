import { streams } from '@mdm-gate/contracts';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { createLogger } from '@mdm-gate/service-kit';
import { startNats, untilDone, type RunningServer } from '@mdm-gate/testing';
import { NatsLink } from '../connection/nats-link.ts';
import { StreamKeeper } from '../events/stream-keeper.ts';
import { RecordStream } from './record-stream.ts';

const readers = 4;
const rounds = 25;
const key = { organizationId: 'acme', key: 'device' };

/** nats-server before 2.9.15 ends itself when a message is read of a stream that is being made. */
describe('records of a stream that is being made', () => {
  let nats: RunningServer;
  let operator: NatsConnection;
  let manager: JetStreamManager;

  beforeAll(async () => {
    nats = await startNats();
    operator = await connect({ servers: nats.url });
    manager = await jetstreamManager(operator);
  });
  afterAll(async () => {
    await operator.close();
    await nats.stop();
  });

  /** Connects, makes the stream unless another reader was first, and reads as soon as it can. */
  const read = async (): Promise<void> => {
    const logger = createLogger('test', { level: 'silent' });
    const link = new NatsLink({ name: 'reader', inboxPrefix: '_INBOX.test', url: nats.url, logger });
    const records = new RecordStream(link, new StreamKeeper(link, { service: 'verifier', replicas: 1 }));
    link.open();
    try {
      await untilDone(() => records.get(key), { intervalMs: 0 });
    } finally {
      await link.close();
    }
  };

  it('are read as soon as it is made, and harm nobody before', async () => {
    for (let round = 1; round <= rounds; round += 1) {
      await Promise.all(Array.from({ length: readers }, read));
      await manager.streams.delete(streams.bindings.name);
    }
    expect(nats.output()).not.toContain('panic');
  });
});
