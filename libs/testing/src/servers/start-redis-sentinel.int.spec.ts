import { Redis } from 'ioredis';
import { waitFor } from '../wait-for.ts';
import { startRedisSentinel } from './start-redis-sentinel.ts';
import { startRedis } from './start-redis.ts';

describe('startRedisSentinel', () => {
  it('promotes the replica when the primary dies, and remembers it over a restart', async () => {
    const primary = await startRedis();
    const replica = await startRedis({ settings: { replicaof: `127.0.0.1 ${primary.port}` } });
    const sentinel = await startRedisSentinel({
      primary,
      masterName: 'gate',
      quorum: 1,
      downAfterMs: 500,
    });
    const client = new Redis(sentinel.url, { maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    const masterPort = async () => {
      const address = await client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'gate');
      return Array.isArray(address) ? Number(address[1]) : 0;
    };
    expect(await masterPort()).toBe(primary.port);
    await waitFor(() => sentinel.output().includes('+slave'));
    await primary.kill();
    await waitFor(async () => (await masterPort()) === replica.port);
    await sentinel.restart();
    expect(await masterPort()).toBe(replica.port);
    client.disconnect();
    await Promise.all([sentinel.stop(), replica.stop(), primary.stop()]);
  });
});
