import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from '@nats-io/nkeys';
import { createLogger } from '@mdm-gate/service-kit';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { jwtAccess } from '../fixtures/nats-jwt.ts';
import type { NatsIdentity } from './nats-identity.ts';
import { NatsLink } from './nats-link.ts';

describe('who a service is on NATS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-identity-'));
  const running: { stop(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const each of running.splice(0).toReversed()) await each.stop();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const server = async (config: string): Promise<RunningServer> => {
    const nats = await startNats({ jetstream: false, config });
    running.push(nats);
    return nats;
  };
  const link = (url: string, identity: NatsIdentity = {}): NatsLink => {
    const logger = createLogger('test', { level: 'silent' });
    const opened = new NatsLink({ name: 'test', inboxPrefix: '_INBOX.test', url, identity, logger });
    opened.open();
    running.push({ stop: () => opened.close() });
    return opened;
  };
  const works = (opened: NatsLink) =>
    waitFor(() => opened.connection !== undefined, { describe: 'the connection' });
  const isRefused = (opened: NatsLink) =>
    waitFor(() => opened.connection === undefined && /authoriz/i.test(opened.problem ?? ''), {
      describe: 'a refusal',
    });

  it('is told by a .creds file, as operators of JWTs give it', async () => {
    const { config, credentials } = jwtAccess();
    const nats = await server(config);
    await works(link(nats.url, { credentialsFile: file('user.creds', credentials) }));
    await isRefused(link(nats.url, { credentialsFile: file('other.creds', jwtAccess().credentials) }));
    await isRefused(link(nats.url));
  });

  it('is told by an nkey, and a new one is taken up without a restart', async () => {
    const [old, fresh] = [createUser(), createUser()];
    const configOf = (key: string): string => `authorization { users: [ { nkey: ${key} } ] }`;
    const nats = await server(configOf(old.getPublicKey()));
    const nkeySeedFile = file('seed.nk', old.getSeed());
    const opened = link(nats.url, { nkeySeedFile });
    await works(opened);
    file('seed.nk', fresh.getSeed());
    const renewed = await startNats({ jetstream: false, config: configOf(fresh.getPublicKey()) });
    running.push(renewed);
    opened.renew('a test');
    await isRefused(opened);
    await works(link(renewed.url, { nkeySeedFile }));
  });

  it('is told by a name and a password in the URL, with any characters', async () => {
    const password = 'p@ss:/?#%&"\\\\ 1';
    const nats = await server(
      `authorization { users: [ { user: "a@b", password: ${JSON.stringify(password)} } ] }`,
    );
    const url = (its: string): string => nats.url.replace('//', `//a%40b:${encodeURIComponent(its)}@`);
    await works(link(url(password)));
    await isRefused(link(url('another')));
  });

  it('is not told where the file cannot be read, and the readiness says so without its path', async () => {
    const nats = await server('');
    const opened = link(nats.url, { nkeySeedFile: join(folder, 'nowhere.nk') });
    await waitFor(
      () => opened.problem === 'dependency-unavailable: A file of the nkey for NATS cannot be read',
    );
  });
});
