import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { startRedis, type RunningServer } from '@mdm-gate/testing';
import { repeated, repeatedCall } from './repeated-script.ts';

const push = `
for index = 1, #ARGV do redis.call('RPUSH', KEYS[1], ARGV[index]) end
redis.call('INCR', KEYS[2])
return #KEYS
`;
const pushAll = repeated({ lua: push, sha: createHash('sha1').update(push).digest('hex') });

describe('a repeated script', () => {
  let server: RunningServer;
  let redis: Redis;

  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  const run = ({ keys, args }: ReturnType<typeof repeatedCall>): Promise<unknown> =>
    redis.eval(pushAll.lua, keys.length, ...keys, ...args);

  it('does what its calls would do one after the other, however many arguments each has', async () => {
    const sizes = [3, 0, 1, 9_000, 2];
    const calls = sizes.map((size, call) => ({
      keys: [`list-${call}`, 'calls'],
      args: Array.from({ length: size }, (_, index) => `${call}-${index}`),
    }));
    expect(await run(repeatedCall(calls))).toBe(sizes.length);
    for (const { keys, args } of calls) expect(await redis.lrange(keys[0] ?? '', 0, -1)).toEqual(args);
    expect(await redis.get('calls')).toBe('5');
  });

  it('of no calls does nothing', async () => {
    expect(await run(repeatedCall([]))).toBe(0);
  });

  it('is known by its hash', async () => {
    expect(await redis.script('LOAD', pushAll.lua)).toBe(pushAll.sha);
  });
});
