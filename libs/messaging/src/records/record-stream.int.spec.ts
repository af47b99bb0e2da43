import { randomUUID } from 'node:crypto';
import { bindingSubject, streams } from '@mdm-gate/contracts';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { createLogger } from '@mdm-gate/service-kit';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { NatsLink } from '../connection/nats-link.ts';
import { StreamKeeper } from '../events/stream-keeper.ts';
import { RecordStream } from './record-stream.ts';

let nats: RunningServer;
let outside: NatsConnection;
let manager: JetStreamManager;
let link: NatsLink;
let records: RecordStream;

beforeAll(async () => {
  nats = await startNats();
  outside = await connect({ servers: nats.url });
  manager = await jetstreamManager(outside);
  link = new NatsLink({
    name: 'test',
    inboxPrefix: '_INBOX.test',
    url: nats.url,
    logger: createLogger('test', { level: 'silent' }),
  });
  link.open();
  const keeper = new StreamKeeper(link, { service: 'token-admin', replicas: 1 });
  await keeper.ensure(await waitFor(() => link.connection));
  records = new RecordStream(link, keeper);
});
afterAll(async () => {
  await link.close();
  await outside.close();
  await nats.stop();
});

const anyKey = () => ({ organizationId: 'acme', key: randomUUID() });
const recordIn = async (key: ReturnType<typeof anyKey>) => (await records.get(key))?.record;

describe('a record', () => {
  it('is not there before it is put, and is the newest one afterwards', async () => {
    const key = anyKey();
    expect(await records.get(key)).toBeNull();
    expect(await records.put(key, { number: 1 })).toEqual(expect.any(Number));
    expect(await records.put(key, { number: 2 })).toEqual(expect.any(Number));
    expect(await recordIn(key)).toEqual({ number: 2 });
    expect(await records.get(anyKey())).toBeNull();
  });

  it('is not replaced by somebody who knew another one', async () => {
    const key = anyKey();
    expect(await records.put(key, { number: 1 }, { replaces: 0 })).toEqual(expect.any(Number));
    expect(await records.put(key, { number: 2 }, { replaces: 0 })).toBeNull();
    const { sequence } = (await records.get(key)) ?? { sequence: -1 };
    expect(await records.put(key, { number: 3 }, { replaces: sequence })).toEqual(expect.any(Number));
    expect(await records.put(key, { number: 4 }, { replaces: sequence })).toBeNull();
    expect(await recordIn(key)).toEqual({ number: 3 });
  });

  it('is put first by one of many who try at once', async () => {
    const key = anyKey();
    const tries = Array.from({ length: 20 }, (_, number) => records.put(key, { number }, { replaces: 0 }));
    const done = await Promise.all(tries);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await recordIn(key)).toEqual({ number: done.findIndex((sequence) => sequence !== null) });
  });

  it('carries the trace context of the one who put it', async () => {
    const key = anyKey();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await records.put(key, {}, { traceparent });
    const subject = bindingSubject(key.organizationId, key.key);
    const stored = await manager.streams.getMessage(streams.bindings.name, { last_by_subj: subject });
    expect(stored?.header.get('traceparent')).toBe(traceparent);
  });

  it('cannot be read or put while its stream is gone, which is retryable and mended by itself', async () => {
    const key = anyKey();
    await manager.streams.delete(streams.bindings.name);
    await expect(records.put(key, {})).rejects.toMatchObject({
      code: 'dependency-unavailable',
      retryable: true,
    });
    await waitFor(() => records.put(key, { number: 1 }));
    expect(await recordIn(key)).toEqual({ number: 1 });
  });
});
