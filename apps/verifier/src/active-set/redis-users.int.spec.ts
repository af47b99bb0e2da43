import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNats, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { Redis } from 'ioredis';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf } from '../fixtures/digest-keys.ts';
import { startReadyReplica } from '../fixtures/replica.ts';

const file = new URL('../../../../deploy/redis/users.acl', import.meta.url);
const password = randomBytes(24).toString('base64url');
const value = 'a-value-of-a-token';
const hash = createHash('sha256').update(password).digest('hex');

/** Each a command that the verifier never needs, or a key that is not its own. */
const forbidden: readonly (readonly [string, ...string[]])[] = [
  ['GET', 'somebody-elses'],
  ['SET', 'somebody-elses', '1'],
  ['UNLINK', 'somebody-elses'],
  ['KEYS', '*'],
  ['FLUSHALL'],
  ['FLUSHDB'],
  ['CONFIG', 'GET', '*'],
  ['CONFIG', 'SET', 'requirepass', 'x'],
  ['ACL', 'LIST'],
  ['ACL', 'SETUSER', 'verifier', '+@all'],
  ['ACL', 'WHOAMI'],
  ['CLIENT', 'LIST'],
  ['CLIENT', 'KILL', 'TYPE', 'normal'],
  ['EVAL', 'return 1', '0'],
  ['SCRIPT', 'FLUSH'],
  ['FUNCTION', 'LIST'],
  ['MONITOR'],
  ['SAVE'],
  ['BGSAVE'],
  ['REPLICAOF', 'NO', 'ONE'],
  ['SHUTDOWN', 'NOSAVE'],
  ['SUBSCRIBE', 'anything'],
  ['PUBLISH', 'anything', 'x'],
  ['DUMP', 'mdm:x'],
  ['RESTORE', 'mdm:x', '0', 'x'],
  ['MIGRATE', '127.0.0.1', '1', 'mdm:x', '0', '1'],
  ['MODULE', 'LIST'],
  ['SWAPDB', '0', '1'],
  ['RENAME', 'mdm:x', 'mdm:y'],
];

describe('Redis with the users that the product brings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-acl-'));
  const clients: Redis[] = [];
  const stops: (() => Promise<unknown>)[] = [];
  let redis: RunningServer;
  let authority: Authority;
  const connected = (url: string): Redis => {
    const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };
  const as = (user: string, its = password): Redis => {
    return connected(`redis://${user}:${its}@127.0.0.1:${redis.port}`);
  };
  const start = (name: string, text: string): Promise<RunningServer> => {
    const aclfile = join(folder, name);
    writeFileSync(aclfile, text);
    return startRedis({ settings: { aclfile } });
  };

  beforeAll(async () => {
    const text = readFileSync(file, 'utf8').replaceAll(
      /^(user (?:verifier|operator) .*)resetpass/gm,
      `$1#${hash}`,
    );
    redis = await start('users.acl', text);
    const nats = await startNats();
    stops.push(
      () => redis.stop(),
      () => nats.stop(),
    );
    const redisUrl = `redis://verifier:${password}@127.0.0.1:${redis.port}`;
    authority = await Authority.connect(nats.url);
    stops.push(() => authority.close());
    const replica = await startReadyReplica({ natsUrl: nats.url, redisUrl });
    stops.push(() => replica.stop());
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    for (const stop of stops.toReversed()) await stop();
    rmSync(folder, { recursive: true });
  });

  it('lets the verifier do all of its work', async () => {
    const organization = organizationId();
    const connectionId = randomUUID();
    const set = activeSet(1, [token({ ...digestOf(value), connectionId })]);
    await authority.publish(organization, set);
    await authority.apply(organization, set);
    const device = { organizationId: organization, deviceId: 'device' };
    expect((await authority.pair({ ...device, mdmToken: value })).reason).toBe('token-active');
    expect((await authority.authenticate({ ...device, mdmToken: 'wrong' })).reason).toBe('token-unknown');
    expect(await authority.release(device)).toMatchObject({ released: true });
    await authority.held({ organizationIds: null, cursor: null });
    const admin = as('operator');
    await admin.flushall();
    await waitFor(
      async () => (await authority.pair({ ...device, mdmToken: value })).reason === 'token-active',
      {
        describe: 'the refill',
      },
    );
    expect(await admin.acl('LOG')).toEqual([]);
  });

  it.each(forbidden)('refuses the verifier %s', async (command, ...args) => {
    await expect(as('verifier').call(command, ...args)).rejects.toThrow(/NOPERM/);
  });

  it('lets nobody in without a user and its password', async () => {
    await expect(as('verifier', 'another').ping()).rejects.toThrow();
    await expect(as('default').ping()).rejects.toThrow(/WRONGPASS/);
    await expect(connected(redis.url).ping()).rejects.toThrow(/NOAUTH/);
    await expect(as('operator').ping()).resolves.toBe('PONG');
  });

  it('lets nobody in at all as the file stands, until passwords are set', async () => {
    const untouched = await start('untouched.acl', readFileSync(file, 'utf8'));
    for (const user of ['default', 'verifier', 'operator']) {
      const url = `redis://${user}:anything@127.0.0.1:${untouched.port}`;
      await expect(connected(url).ping()).rejects.toThrow(/WRONGPASS|NOAUTH/);
    }
    await untouched.stop();
  });
});
