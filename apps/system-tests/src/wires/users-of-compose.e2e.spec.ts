import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { natsPrograms } from '@mdm-gate/contracts';
import { startNats, startPostgres, startRedis } from '@mdm-gate/testing';
import { connect } from '@nats-io/transport-node';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { workspaceRoot } from '../fixtures/service-processes.ts';
import { Somebody } from './nats-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-compose-'));
const folders = ['keys', 'nats', 'redis', 'postgres'].map((name) => join(folder, name));
const [keys = '', nats = '', redis = '', postgres = ''] = folders;
const text = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const write = (): string =>
  execFileSync(process.execPath, [join(workspaceRoot, 'deploy/compose/write-keys.mjs'), ...folders], {
    encoding: 'utf8',
  });

describe('the users that compose makes', () => {
  let said = '';
  beforeAll(() => {
    said = write();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('stay as they are when it starts again', () => {
    const before = readdirSync(keys, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(keys, name)).isFile())
      .map((name) => [name, text(keys, name)]);
    write();
    expect(before.map(([name = '']) => [name, text(keys, name)])).toEqual(before);
    expect(before.map(([name]) => name)).toEqual(
      expect.arrayContaining(['nats/verifier.nk', 'redis/verifier-url', 'postgres/mdm_push_owner-url']),
    );
  });

  it('are secret: readable by their owner alone, told nowhere, and unknown to the servers', () => {
    for (const name of readdirSync(keys, { recursive: true, encoding: 'utf8' })) {
      const file = join(keys, name);
      if (!statSync(file).isFile()) continue;
      expect([name, statSync(file).mode & 0o777]).toEqual([name, 0o400]);
      if (name.endsWith('.nk')) {
        expect(text(nats, 'users.conf')).not.toContain(text(file).trim());
        expect(said).not.toContain(text(file).trim());
      }
    }
    expect(text(redis, 'users.acl')).not.toContain(new URL(text(keys, 'redis/verifier-url')).password);
  });

  it('get into NATS, and nobody else does', async () => {
    const config = text(nats, 'users.conf').replace(
      'include "permissions.conf"',
      text(nats, 'permissions.conf'),
    );
    const server = await startNats({ config });
    for (const program of natsPrograms) {
      const { connection } = await Somebody.signIn(
        server,
        Buffer.from(text(keys, `nats/${program}.nk`).trim()),
      );
      await connection.close();
    }
    await expect(connect({ servers: server.url, reconnect: false })).rejects.toThrow(/authoriz/i);
    await server.stop();
  });

  it('get into Redis', async () => {
    const server = await startRedis({ settings: { aclfile: join(redis, 'users.acl') } });
    for (const user of ['verifier', 'operator']) {
      const url = new URL(text(keys, `redis/${user}-url`));
      url.host = `127.0.0.1:${server.port}`;
      const client = new Redis(url.href, { maxRetriesPerRequest: 0 });
      expect(await client.ping()).toBe('PONG');
      client.disconnect();
    }
    await server.stop();
  });

  it('get into PostgreSQL', async () => {
    const server = await startPostgres({ password: 'of-the-superuser' });
    const superuser = new Client({ connectionString: server.url });
    await superuser.connect();
    await superuser.query(text(workspaceRoot, 'deploy/postgres/roles.sql'));
    await superuser.query(text(postgres, 'passwords.sql'));
    await superuser.end();
    for (const role of ['token_admin', 'token_admin_owner', 'mdm_push', 'mdm_push_owner']) {
      const url = new URL(text(keys, `postgres/${role}-url`));
      url.host = `127.0.0.1:${server.port}`;
      url.pathname = '/postgres';
      const client = new Client({ connectionString: url.href });
      await client.connect();
      expect((await client.query('SELECT current_user AS role')).rows).toEqual([{ role }]);
      await client.end();
    }
    await server.stop();
  });
});
