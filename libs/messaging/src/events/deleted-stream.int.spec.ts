import { streams } from '@mdm-gate/contracts';
import { createLogger } from '@mdm-gate/service-kit';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { NatsLink } from '../connection/nats-link.ts';
import { findStream } from './stream-info.ts';
import { StreamKeeper } from './stream-keeper.ts';

const rounds = 15;
const { name, subjectPrefix } = streams.deliveries;

/** nats-server 2.9.10 breaks a stream that is made while one of its name is still being deleted. */
describe('a stream that was deleted', () => {
  let nats: RunningServer;
  let operator: NatsConnection;
  let manager: JetStreamManager;
  let links: readonly NatsLink[];
  let keepers: readonly StreamKeeper[];

  beforeAll(async () => {
    nats = await startNats();
    operator = await connect({ servers: nats.url });
    manager = await jetstreamManager(operator);
    const logger = createLogger('test', { level: 'silent' });
    links = ['one', 'other'].map(
      (each) => new NatsLink({ name: each, inboxPrefix: '_INBOX.test', url: nats.url, logger }),
    );
    keepers = links.map((link) => new StreamKeeper(link, { service: 'mdm-push', replicas: 1 }));
    for (const link of links) link.open();
    await waitFor(() => keepers.every(({ problem }) => problem === null));
  });
  afterAll(async () => {
    await Promise.all(links.map((link) => link.close()));
    await operator.close();
    await nats.stop();
  });

  const publish = (text: string) => jetstream(operator).publish(`${subjectPrefix}.acme.Test`, text);

  it('is made anew by whoever misses it, and keeps what it takes', async () => {
    for (let round = 1; round <= rounds; round += 1) {
      for (let count = 0; count < 20; count += 1) await publish('x'.repeat(300));
      const former = await findStream(manager, name);
      const isAnew = async (keeper: StreamKeeper | undefined, link: NatsLink): Promise<boolean> => {
        await keeper?.ensure(link.requireConnection());
        return (await findStream(manager, name))?.created !== former?.created;
      };
      const deleted = manager.streams.delete(name);
      const looking = links.map((link, index) =>
        waitFor(() => isAnew(keepers[index], link), { intervalMs: 0 }),
      );
      await Promise.all([deleted, ...looking]);
      await publish(`round ${round}`);
      const kept = await manager.streams.getMessage(name, { last_by_subj: `${subjectPrefix}.acme.Test` });
      expect(kept?.string()).toBe(`round ${round}`);
    }
  });
});
