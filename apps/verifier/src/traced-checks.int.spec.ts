import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startNats, startRedis, type RunningServer } from '@mdm-gate/testing';
import { aTrace } from './fixtures/a-trace.ts';
import { activeSet, organizationId, token } from './fixtures/active-sets.ts';
import { Authority } from './fixtures/authority.ts';
import { digestOf } from './fixtures/digest-keys.ts';
import { startReplicaProcess, type ReplicaProcess } from './fixtures/replica-process.ts';

const value = 'a-token-value-of-this-test';

describe('checks whose callers record all of their traces', () => {
  let nats: RunningServer;
  let redis: RunningServer;
  let collector: Server;
  let replica: ReplicaProcess;
  let authority: Authority;

  beforeAll(async () => {
    collector = createServer((request, response) => request.resume().once('end', () => response.end()));
    [nats, redis] = await Promise.all([startNats(), startRedis()]);
    await once(collector.listen(0, '127.0.0.1'), 'listening');
    const { port } = collector.address() as AddressInfo;
    authority = await Authority.connect(nats.url);
    replica = await startReplicaProcess(
      { natsUrl: nats.url, redisUrl: redis.url },
      { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
    );
  });
  afterAll(async () => {
    await Promise.all([authority.close(), replica.stop()]);
    await Promise.all([nats.stop(), redis.stop()]);
    collector.close();
  });

  const leftOut = async (): Promise<number> => {
    const sample = 'messaging_traces_left_out_total{subject="mdm.check.authentication"} ';
    const line = (await replica.metrics()).split('\n').find((each) => each.startsWith(sample));
    return Number(line?.slice(sample.length));
  };

  it('have fifty spans a second; the others are counted, and all are answered', async () => {
    const organization = organizationId();
    await authority.apply(organization, activeSet(1, [token(digestOf(value))]));
    await expect(leftOut()).resolves.toBe(0);
    const beganAtMs = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, () =>
        authority.authenticate({ organizationId: organization, mdmToken: value }, { traceparent: aTrace() }),
      ),
    );
    const spansMax = 50 + Math.ceil((performance.now() - beganAtMs) / 20);
    expect(answers.filter(({ reason }) => reason !== 'token-active')).toEqual([]);
    expect(await leftOut()).toBeGreaterThanOrEqual(1_000 - spansMax);
    expect(await leftOut()).toBeLessThanOrEqual(950);
  });
});
