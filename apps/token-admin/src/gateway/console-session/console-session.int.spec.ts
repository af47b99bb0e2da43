import {
  freePort,
  startIdentityProvider,
  type IdentityProviderOptions,
  type RunningIdentityProvider,
} from '@mdm-gate/testing';
import type { ConsoleSession, WhoAmI } from '@mdm-gate/contracts';
import { Browser, signInWith } from '../../fixtures/browser.ts';
import { startGateway, type RunningGateway } from '../../fixtures/running-gateway.ts';
import { sessionCookie, signInCookie } from './session-cookie.ts';

const accounts = [
  { accountId: 'ada', name: 'Ada', roles: ['acme:administrator'] },
  { accountId: 'root', name: 'Root', roles: ['platform-administrator'] },
];

/** A JWT in its three parts, RFC 7519; of what is sealed and of random text none has the dots. */
const aToken = /eyJ[\w-]+\.[\w-]+\.[\w-]+/;

describe('signing in to the console', () => {
  let provider: RunningIdentityProvider;
  let gateway: RunningGateway;
  let browser: Browser;

  beforeAll(async () => {
    const port = await freePort();
    provider = await startIdentityProvider({
      accounts,
      clients: [
        {
          clientId: 'console',
          clientSecret: 'a-secret-of-the-console',
          roles: [],
          redirectUris: [
            `http://127.0.0.1:${port}/console/signed-in`,
            `http://localhost:${port}/console/signed-in`,
          ],
        },
      ],
    });
    gateway = await startGateway({
      TOKEN_ADMIN_HTTP_PORT: String(port),
      TOKEN_ADMIN_OIDC_ISSUER: provider.issuer,
      TOKEN_ADMIN_CONSOLE_CLIENT_ID: 'console',
      TOKEN_ADMIN_CONSOLE_CLIENT_SECRET: 'a-secret-of-the-console',
    });
  });
  beforeEach(() => {
    browser = new Browser();
  });
  afterAll(async () => {
    await gateway.stop();
    await provider.stop();
  });

  const page = (path: string) => `${gateway.url}${path}`;
  const api = (path: string, init?: RequestInit) => browser.open(page(`/api/v1${path}`), init);
  const signIn = (login = 'ada', returnTo = '/console/organizations/acme') =>
    signInWith(browser, page(`/console/sign-in?returnTo=${encodeURIComponent(returnTo)}`), login);
  const whoAmI = async () => (await (await api('/session')).json()) as WhoAmI;
  const sameOrigin = { 'sec-fetch-site': 'same-origin' };

  it('brings a person back to the page they came for, with the rights that the issuer gives them', async () => {
    expect(await signIn()).toBe(page('/console/organizations/acme'));
    expect(await whoAmI()).toMatchObject({
      callerId: 'ada',
      name: 'Ada',
      isPlatformAdministrator: false,
      roles: [{ organizationId: 'acme', role: 'administrator' }],
      session: { current: true },
    });
  });

  it('leaves nothing in the browser but random bits, which no page can read and no other site is sent', async () => {
    const seen = new Browser();
    const keep: string[] = [];
    const open = seen.open.bind(seen);
    seen.open = async (url, init) => {
      const response = await open(url, init);
      if (url.startsWith(gateway.url)) keep.push(...response.headers.getSetCookie());
      return response;
    };
    await signInWith(seen, page('/console/sign-in'), 'ada');
    const set = keep.find((each) => each.startsWith(`${sessionCookie}=`)) ?? '';
    expect(set).toMatch(/^__Host-mdm-gate=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('is kept neither readable in the database nor in the log', async () => {
    await signIn();
    const secret = browser.cookie(gateway.url, sessionCookie) ?? '';
    const rows = JSON.stringify(await gateway.database.query('SELECT * FROM token_admin.console_sessions'));
    expect(rows).toContain('ada');
    expect(rows).not.toContain(secret);
    expect(rows).not.toMatch(aToken);
    expect(gateway.log()).not.toContain(secret);
    expect(gateway.log()).not.toMatch(aToken);
  });

  it('ends when the person signs out, here and at the issuer', async () => {
    await signIn();
    const secret = browser.cookie(gateway.url, sessionCookie) ?? '';
    const reply = await browser.open(page('/console/sign-out'), { method: 'POST', headers: sameOrigin });
    const { continueAt } = (await reply.json()) as { continueAt: string };
    expect(continueAt).toMatch(new RegExp(`^${provider.issuer}/session/end`));
    browser.setCookie(gateway.url, sessionCookie, secret);
    const after = await api('/session');
    expect([after.status, ((await after.json()) as { code: string }).code]).toEqual([401, 'session-ended']);
  });

  it('is not said to have ended while it cannot be ended', async () => {
    await signIn();
    const signOut = () => browser.open(page('/console/sign-out'), { method: 'POST', headers: sameOrigin });
    const rename = (from: string, to: string) =>
      gateway.database.query(`ALTER TABLE token_admin.${from} RENAME TO ${to}`);
    await rename('console_sessions', 'elsewhere');
    const refused = await signOut();
    await rename('elsewhere', 'console_sessions');
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
      503,
      'dependency-unavailable',
    ]);
    expect(await whoAmI()).toMatchObject({ callerId: 'ada' });
    expect((await signOut()).ok).toBe(true);
    expect((await api('/session')).status).toBe(401);
  });

  it('can be ended from another session of the same person, and from nobody else’s', async () => {
    await signIn();
    const other = new Browser();
    await signInWith(other, page('/console/sign-in'), 'ada');
    const stranger = new Browser();
    await signInWith(stranger, page('/console/sign-in'), 'root');
    const { items } = (await (await api('/sessions')).json()) as { items: ConsoleSession[] };
    const foreign = items.find(({ current }) => !current);
    const path = page(`/api/v1/sessions/${foreign?.sessionId ?? ''}`);
    const init = { method: 'DELETE', headers: sameOrigin };
    expect((await stranger.open(path, init)).status).toBe(404);
    expect((await browser.open(path, init)).status).toBe(204);
    const { items: left } = (await (await api('/sessions')).json()) as { items: ConsoleSession[] };
    expect(left.map(({ sessionId }) => sessionId)).not.toContain(foreign?.sessionId);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister host', { 'sec-fetch-site': 'same-site' }],
    ['an old browser on another site', { origin: 'https://evil.example' }],
    ['something that says nothing', {}],
  ])('is no use to %s: nothing is changed by its cookie', async (_, headers) => {
    await signIn('root');
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ organizationId: 'stolen', name: 'Stolen' }),
    };
    const reply = await api('/organizations', init);
    expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([
      403,
      'cross-site-request',
    ]);
  });

  it.each([[sameOrigin], [{ origin: 'own' }]])('lets our own pages change things: %j', async (headers) => {
    await signIn('root');
    const own = 'origin' in headers ? { origin: gateway.url } : headers;
    const organizationId = `o-${crypto.randomUUID()}`;
    const reply = await api('/organizations', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...own } as Record<string, string>,
      body: JSON.stringify({ organizationId, name: 'Ours' }),
    });
    expect(reply.status).toBe(201);
  });

  it('gives nothing to a request that brings a bearer token of its own', async () => {
    await signIn('root');
    const reply = await api('/session', { headers: { authorization: 'Bearer not-a-token' } });
    expect(reply.status).toBe(401);
  });

  it('ends by itself when it was not used for its idle time, and after its longest time', async () => {
    for (const column of ['idle_until', 'ends_at']) {
      await signIn();
      await gateway.database.query(
        `UPDATE token_admin.console_sessions SET ${column} = now() - interval '1 second'`,
      );
      expect((await api('/session')).status).toBe(401);
    }
  });

  it('is put off ending by somebody at work, and not by a page that reads by itself', async () => {
    await signIn();
    const idleUntil = async () => {
      const [row] = await gateway.database.query<{ idle: boolean }[]>(
        `SELECT bool_or(idle_until > now() + interval '20 minutes') AS idle FROM token_admin.console_sessions`,
      );
      return row?.idle;
    };
    await gateway.database.query(
      `UPDATE token_admin.console_sessions SET last_used_at = now() - interval '10 minutes', idle_until = now() + interval '1 minute'`,
    );
    expect((await api('/session', { headers: { 'mdm-gate-unattended': 'true' } })).status).toBe(200);
    expect(await idleUntil()).toBe(false);
    expect((await api('/session')).status).toBe(200);
    expect(await idleUntil()).toBe(true);
  });

  it.each([
    ['a state that is not ours', '?code=x&state=y'],
    ['an error of the issuer', '?error=access_denied&state=y'],
    ['nothing at all', ''],
  ])('comes back from the issuer with %s: a page says so, nobody is signed in', async (_, query) => {
    await browser.open(page('/console/sign-in'));
    const { headers } = await browser.open(page(`/console/signed-in${query}`));
    expect(headers.get('location')).toMatch(/^\/console\/sign-in-failed\?code=/);
    expect(browser.cookie(gateway.url, sessionCookie)).toBeUndefined();
    expect(browser.cookie(gateway.url, signInCookie)).toBeUndefined();
  });

  it('refuses a cookie that a stranger made up', async () => {
    browser.setCookie(gateway.url, sessionCookie, 'A'.repeat(43));
    expect((await api('/session')).status).toBe(401);
  });

  it('sends nobody to a host that the request only claims to be', async () => {
    const { host } = new URL(gateway.url);
    const local = await browser.open(page('/console/sign-in').replace('127.0.0.1', 'localhost'));
    expect(new URL(local.headers.get('location') ?? '').searchParams.get('redirect_uri')).toBe(
      `http://localhost:${host.split(':')[1] ?? ''}/console/signed-in`,
    );
  });
});

describe('a session whose access token is about to end', () => {
  let options: IdentityProviderOptions;
  let provider: RunningIdentityProvider;
  let gateway: RunningGateway;
  const browser = new Browser();

  beforeAll(async () => {
    const port = await freePort();
    options = {
      accounts,
      accessTokenSeconds: 20,
      clients: [
        {
          clientId: 'console',
          clientSecret: 'a-secret-of-the-console',
          roles: [],
          redirectUris: [`http://127.0.0.1:${port}/console/signed-in`],
        },
      ],
    };
    provider = await startIdentityProvider(options);
    gateway = await startGateway({
      TOKEN_ADMIN_HTTP_PORT: String(port),
      TOKEN_ADMIN_OIDC_ISSUER: provider.issuer,
      TOKEN_ADMIN_CONSOLE_CLIENT_ID: 'console',
      TOKEN_ADMIN_CONSOLE_CLIENT_SECRET: 'a-secret-of-the-console',
    });
    await signInWith(browser, `${gateway.url}/console/sign-in`, 'ada');
  });
  afterAll(async () => {
    await gateway.stop();
    await provider.stop();
  });

  const statuses = () =>
    Promise.all(
      Array.from({ length: 8 }, async () => (await browser.open(`${gateway.url}/api/v1/session`)).status),
    );

  it('gets a new one behind the scenes, once however many requests come at once', async () => {
    expect(new Set(await statuses())).toEqual(new Set([200]));
    expect(new Set(await statuses())).toEqual(new Set([200]));
  });

  it('waits while the issuer is away, and has ended when the issuer no longer knows of it', async () => {
    const port = Number(new URL(provider.issuer).port);
    await provider.stop();
    expect(new Set(await statuses())).toEqual(new Set([503]));
    provider = await startIdentityProvider({ ...options, port });
    expect(new Set(await statuses())).toEqual(new Set([401]));
  });
});
