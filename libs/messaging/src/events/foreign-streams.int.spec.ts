import { createLogger } from '@mdm-gate/service-kit';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { NatsLink } from '../connection/nats-link.ts';
import { ForeignStreams } from './foreign-streams.ts';
import { StreamKeeper } from './stream-keeper.ts';

describe('a stream of somebody else', () => {
  let nats: RunningServer;
  let link: NatsLink;
  let foreign: ForeignStreams;

  beforeEach(async () => {
    nats = await startNats();
    link = new NatsLink({
      name: 'verifier',
      inboxPrefix: '_INBOX.test',
      url: nats.url,
      logger: createLogger('test', { level: 'silent' }),
    });
    const keeper = new StreamKeeper(link, { service: 'token-admin', replicas: 1 });
    foreign = new ForeignStreams(link, createLogger('test', { level: 'silent' }), { lookEveryMs: 100 });
    link.open();
    await waitFor(() => keeper.problem === null && foreign.looks > 0);
  });
  afterEach(async () => {
    await link.close();
    await nats.stop();
  });

  const withStream = async (name: string, subjects: string[]): Promise<() => Promise<void>> => {
    const connection = await connect({ servers: nats.url });
    const { streams } = await jetstreamManager(connection);
    await streams.add({ name, subjects, storage: 'memory', num_replicas: 1 });
    return async () => {
      await streams.delete(name);
      await connection.close();
    };
  };

  it('that records our requests is named, until it no longer does', async () => {
    expect(foreign.problem).toBeNull();
    const remove = await withStream('TEAM_AUDIT', ['mdm.check.>', 'mdm.verifier.>']);
    const problem = await waitFor(() => foreign.problem);
    expect(problem).toBe('the stream TEAM_AUDIT records mdm.check.pairing: take that subject out of it');
    await remove();
    await waitFor(() => foreign.problem === null);
  });

  it.each([
    [['*.check.pairing'], /^the stream SIBLING records mdm\.check\.pairing/],
    [['mdm.push.*.*'], /^the stream SIBLING records mdm\.push\./],
    [['mdm.token-admin.token-value'], /^the stream SIBLING records mdm\.token-admin\.token-value/],
  ])('is found by what it records: %s', async (subjects, problem) => {
    const remove = await withStream('SIBLING', subjects);
    await waitFor(() => problem.test(foreign.problem ?? ''));
    await remove();
  });

  it('that records something else is no business of ours', async () => {
    const remove = await withStream('OTHERS', ['orders.>', 'mdm.inventory.>']);
    const looks = foreign.looks;
    await waitFor(() => foreign.looks > looks + 1);
    expect(foreign.problem).toBeNull();
    await remove();
  });
});
