import { Redis } from 'ioredis';
import { type RunningServer } from './running-server.ts';
import { startRedis } from './start-redis.ts';

async function ask<T>(server: RunningServer, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(server.url, { retryStrategy: null, maxRetriesPerRequest: 0, commandTimeout: 2000 });
  redis.on('error', () => undefined);
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

describe('startRedis', () => {
  it('loses everything at a restart, on the same port', async () => {
    const server = await startRedis();
    const { url, pid } = server;
    await ask(server, (redis) => redis.set('key', 'value'));
    await server.restart();
    expect([server.url, server.pid === pid]).toEqual([url, false]);
    expect(await ask(server, (redis) => redis.get('key'))).toBeNull();
    await server.stop();
  });

  it('keeps every write through a SIGKILL when told to', async () => {
    const server = await startRedis({ persistence: 'every-write' });
    await ask(server, (redis) => redis.set('key', 'value'));
    await server.kill();
    await server.restart();
    expect(await ask(server, (redis) => redis.get('key'))).toBe('value');
    await server.restart({ emptied: true });
    expect(await ask(server, (redis) => redis.get('key'))).toBeNull();
    await server.stop();
  });

  it('does not answer while it is paused', async () => {
    const server = await startRedis();
    await server.kill('SIGSTOP');
    await expect(ask(server, (redis) => redis.ping())).rejects.toThrow('timed out');
    await server.kill('SIGCONT');
    await expect(ask(server, (redis) => redis.ping())).resolves.toBe('PONG');
    await server.kill('SIGSTOP');
    await server.stop();
  });

  it('takes settings of redis.conf', async () => {
    const primary = await startRedis();
    const replica = await startRedis({ settings: { replicaof: `127.0.0.1 ${primary.port}` } });
    expect(await ask(replica, (redis) => redis.info('replication'))).toContain('role:slave');
    await Promise.all([replica.stop(), primary.stop()]);
  });
});
