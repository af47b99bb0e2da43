import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  builtProgram,
  createDatabase,
  freePort,
  sharedPostgres,
  startIdentityProvider,
  startNats,
  startProcess,
  type RunningProcess,
} from '@mdm-gate/testing';
import type { Browser } from 'playwright-core';
import { startChromium } from './fixtures/chromium.ts';
import { Person } from './fixtures/person.ts';
import { startTlsProxy } from './fixtures/tls-proxy.ts';

const host = 'gate.example.test';
const program = (name: string) => builtProgram(join(import.meta.dirname, '../../token-admin/dist', name));
const keys = () => JSON.stringify({ current: 'k', keys: { k: randomBytes(32).toString('base64url') } });

describe('the console behind a reverse proxy, under a host name, TLS and a path', () => {
  const stops: (() => Promise<unknown>)[] = [];
  let url: string;
  let browser: Browser;
  let person: Person;
  let gateway: RunningProcess;
  let startGateway: () => Promise<RunningProcess>;

  beforeAll(async () => {
    const [port, proxyPort, healthPort] = [await freePort(), await freePort(), await freePort()];
    url = `https://${host}:${proxyPort}/mdm`;
    const [postgres, nats] = await Promise.all([sharedPostgres(), startNats()]);
    const identityProvider = await startIdentityProvider({
      // As some providers send roles.
      rolesClaim: 'realm_access.roles',
      accounts: [{ accountId: 'platform', name: 'Platform', roles: ['platform-administrator'] }],
      clients: [
        {
          clientId: 'console',
          clientSecret: 'a-secret-of-the-console',
          roles: [],
          redirectUris: [`${url}/console/signed-in`],
          postLogoutRedirectUris: [`${url}/console/signed-out`],
        },
      ],
    });
    const env = {
      TOKEN_ADMIN_HTTP_PORT: String(port),
      TOKEN_ADMIN_HEALTH_PORT: String(healthPort),
      TOKEN_ADMIN_STOP_PAUSE_SECONDS: '0',
      TOKEN_ADMIN_POSTGRES_URL: await createDatabase(postgres),
      TOKEN_ADMIN_NATS_URL: nats.url,
      TOKEN_ADMIN_OIDC_ISSUER: identityProvider.issuer,
      TOKEN_ADMIN_OIDC_ROLES_CLAIM: 'realm_access.roles',
      TOKEN_ADMIN_PUBLIC_URL: url,
      TOKEN_ADMIN_CONSOLE_CLIENT_ID: 'console',
      TOKEN_ADMIN_CONSOLE_CLIENT_SECRET: 'a-secret-of-the-console',
      TOKEN_ADMIN_MASTER_KEYS: keys(),
      TOKEN_ADMIN_MDM_PUSH_SEALING_KEY: 'XAJ34T7K5LZAJR75GNMPZHAAOIMIDULUE6ASQIT6YZ2PG7375F5W23BG',
      TOKEN_ADMIN_DIGEST_KEYS: keys(),
      TOKEN_ADMIN_AUDIT_KEYS: keys(),
    };
    const node = { command: process.execPath, env };
    const migrated = await startProcess({ ...node, args: [program('migrate.js')] });
    await migrated.waitForExit(300_000);
    startGateway = () =>
      startProcess({ ...node, args: [program('main.js')], readyWhen: /gatewayUrl/, readyTimeoutMs: 300_000 });
    gateway = await startGateway();
    const proxy = await startTlsProxy({
      host,
      port: proxyPort,
      path: '/mdm/',
      upstream: `http://127.0.0.1:${port}`,
    });
    browser = await startChromium([host]);
    stops.push(
      () => browser.close(),
      () => proxy.stop(),
      () => gateway.stop(),
      () => identityProvider.stop(),
      () => nats.stop(),
      () => postgres.stop(),
    );
  }, 600_000);
  afterAll(async () => {
    for (const stop of stops) await stop();
  }, 120_000);

  it('signs in by roles in another claim, sets up an organization, and hears of changes', async () => {
    person = await Person.at(browser, url);
    await person.signIn('platform');
    expect(new URL(person.page.url()).pathname).toBe('/mdm/console/');
    await person.press('New organization');
    await person.fill('Name', 'Acme');
    await person.fill('Id', 'acme');
    const hearing = person.page.waitForResponse((response) => response.url().includes('/console/changes/'));
    await person.press('Create');
    await person.sees('What is the next step?');
    const heard = await hearing;
    expect([heard.status(), new URL(heard.url()).pathname]).toEqual([200, '/mdm/console/changes/acme']);
    await person.page.reload();
    await person.page.getByRole('heading', { level: 1, name: 'Set up' }).waitFor();
    expect(new URL(person.page.url()).pathname).toBe('/mdm/console/organizations/acme/set-up');
    const [cookie] = (await person.context.cookies()).filter(({ name }) => name === '__Host-mdm-gate');
    expect(cookie).toMatchObject({ domain: host, path: '/', secure: true, httpOnly: true, sameSite: 'Lax' });
  }, 600_000);

  it('says that the server is away when it is killed, and goes on by itself when it is back', async () => {
    const answered = (status: number) =>
      person.page.waitForResponse(
        (response) => response.url().includes('/console/changes/') && response.status() === status,
      );
    const listening = answered(200);
    await person.goTo('Rotation');
    await person.sees('No rotation is under way');
    await listening;
    // To which a browser does not come back by itself.
    const refused = answered(502);
    gateway.kill('SIGKILL');
    await gateway.waitForExit(60_000);
    await person.sees('The server does not answer.');
    await person.sees('No rotation is under way');
    await refused;
    const listeningAgain = answered(200);
    gateway = await startGateway();
    await person.page.getByText('The server does not answer.').first().waitFor({ state: 'hidden' });
    await listeningAgain;
    await person.goTo('Policy');
    await person.sees('It is set to: Off');
  }, 900_000);

  it('signs out, here and at the identity provider', async () => {
    await person.page.getByRole('button', { name: 'Platform' }).click();
    await person.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await person.page.waitForURL(/\/(?:session\/end|mdm\/console\/signed-out)/);
    expect(person.complaints).toEqual([]);
  }, 600_000);
});
