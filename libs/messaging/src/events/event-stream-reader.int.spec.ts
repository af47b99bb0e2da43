import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { createLogger } from '@mdm-gate/service-kit';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { NatsLink } from '../connection/nats-link.ts';
import { aTokenCreated } from '../fixtures/events.ts';
import { EventStreamReader, type ReadEvent } from './event-stream-reader.ts';
import { StreamKeeper } from './stream-keeper.ts';

let nats: RunningServer;
let outside: NatsConnection;
let link: NatsLink;
let reader: EventStreamReader;

beforeEach(async () => {
  nats = await startNats();
  outside = await connect({ servers: nats.url });
  link = new NatsLink({
    name: 'test',
    inboxPrefix: '_INBOX.test',
    url: nats.url,
    logger: createLogger('test', { level: 'silent' }),
  });
  link.open();
  const connection = await waitFor(() => link.connection);
  await new StreamKeeper(link, { service: 'token-admin', replicas: 1 }).ensure(connection);
  reader = new EventStreamReader(link);
});

afterEach(async () => {
  await link.close();
  await outside.close();
  await nats.stop();
});

const put = (organizationId: string, version: number, type = 'TokenCreated'): void => {
  outside.publish(
    `mdm.tokens.${organizationId}.${type}`,
    JSON.stringify(aTokenCreated(organizationId, version)),
  );
};
const stored = async (messages: number): Promise<void> => {
  await waitFor(async () => (await reader.state('tokens')).lastSequence === messages, { timeoutMs: 40_000 });
};
const readAll = async (organizationId?: string): Promise<ReadEvent[]> => {
  const read: ReadEvent[] = [];
  const options = organizationId === undefined ? {} : { organizationId };
  for await (const event of reader.lastPerSubject('tokens', options)) read.push(event);
  return read;
};

describe('reading a stream', () => {
  it('of nothing gives nothing', async () => {
    expect(await readAll()).toEqual([]);
    expect(await reader.state('tokens')).toMatchObject({ messages: 0, lastSequence: 0 });
  });

  it('gives the newest event of each organization and type, also what is not JSON', async () => {
    for (const version of [1, 2, 3]) put('acme', version);
    put('acme', 4, 'PolicyChanged');
    outside.publish('mdm.tokens.other.TokenCreated', 'no JSON');
    await stored(5);
    const read = await readAll();
    expect(read.map(({ subject, sequence }) => [subject, sequence])).toEqual([
      ['mdm.tokens.acme.TokenCreated', 3],
      ['mdm.tokens.acme.PolicyChanged', 4],
      ['mdm.tokens.other.TokenCreated', 5],
    ]);
    expect(read[0]?.event).toMatchObject({ activeSet: { version: 3 } });
    expect(read[2]?.event).toBeUndefined();
    expect(await readAll('acme')).toHaveLength(2);
    expect(await readAll('nobody')).toEqual([]);
  });

  it('may be given up half-way', async () => {
    for (let version = 1; version <= 100; version += 1) put(`org-${version}`, version);
    await stored(100);
    for await (const { sequence } of reader.lastPerSubject('tokens')) if (sequence === 3) break;
    expect(await readAll()).toHaveLength(100);
  });

  it('leaves no consumer behind, however it ends', async () => {
    const manager = await jetstreamManager(outside);
    const consumers = async () => (await manager.consumers.list('MDM_TOKENS').next()).length;
    await readAll();
    for (let version = 1; version <= 3; version += 1) put(`org-${version}`, version);
    await stored(3);
    await readAll();
    for await (const { sequence } of reader.lastPerSubject('tokens')) {
      expect(await consumers()).toBeGreaterThan(0);
      if (sequence === 2) break;
    }
    await waitFor(async () => (await consumers()) === 0);
  });

  it('ends while others go on writing', async () => {
    for (let version = 1; version <= 2_000; version += 1) put(`org-${version}`, version);
    await stored(2_000);
    let written = 2_000;
    for await (const { sequence } of reader.lastPerSubject('tokens')) {
      if (sequence % 10 === 0) put(`new-${(written += 1)}`, 1);
    }
    expect(written).toBeLessThan(2_300);
  });

  it('fails with a retryable error when the server dies', async () => {
    for (let version = 1; version <= 5_000; version += 1) put(`org-${version}`, version);
    await stored(5_000);
    const reading = (async () => {
      for await (const { sequence } of reader.lastPerSubject('tokens'))
        if (sequence === 10) await nats.kill();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'dependency-unavailable', retryable: true });
  });

  it('of 120,000 events of 700 bytes takes seconds, and memory for a few', async () => {
    const organizations = 120_000;
    const filler = JSON.stringify({ ...aTokenCreated('acme'), filler: 'x'.repeat(370) });
    expect(filler.length).toBeGreaterThan(650);
    for (let number = 1; number <= organizations; number += 1) {
      outside.publish(`mdm.tokens.org-${number}.TokenCreated`, filler);
      if (number % 1_000 === 0) await outside.flush();
    }
    await stored(organizations);
    const memoryBefore = process.memoryUsage().rss;
    const cpuBefore = process.cpuUsage();
    let read = 0;
    for await (const { event } of reader.lastPerSubject('tokens')) read += event === undefined ? 0 : 1;
    const { user, system } = process.cpuUsage(cpuBefore);
    const megabytes = (process.memoryUsage().rss - memoryBefore) / 1_024 / 1_024;
    expect(read).toBe(organizations);
    // Processor time, because the machine that tests is shared; alone, it takes a second or two by the clock.
    expect((user + system) / 1_000_000).toBeLessThan(8);
    expect(megabytes).toBeLessThan(200);
  });
});
