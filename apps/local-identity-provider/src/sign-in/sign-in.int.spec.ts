import { createHash, randomBytes } from 'node:crypto';
import { startIdentityProvider, type RunningIdentityProvider } from '@mdm-gate/testing';
import { decodeJwt } from 'jose';

const console = {
  clientId: 'console',
  clientSecret: 'console-secret',
  roles: [],
  redirectUris: ['https://console.example/signed-in'],
};
const [redirectUri = ''] = console.redirectUris;
const accounts = [
  { accountId: 'ada', name: 'Ada', roles: ['acme:administrator'] },
  { accountId: 'grace', name: 'Grace <&"> Hopper', roles: [] },
];

/** A browser that keeps cookies and does not follow redirects by itself. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async open(url: string, form?: Record<string, string>): Promise<{ location: string; body: string }> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    const location = response.headers.get('location');
    return { location: location === null ? '' : new URL(location, url).href, body: await response.text() };
  }
}

function authorizationUrl({ issuer }: RunningIdentityProvider, challenge: Record<string, string>): string {
  const url = new URL(`${issuer}/auth`);
  url.search = new URLSearchParams({
    client_id: console.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile',
    state: 's',
    ...challenge,
  }).toString();
  return url.href;
}

/** Signs in as `login` and returns where the browser is sent in the end. */
async function signIn(browser: Browser, start: string, login: string): Promise<URL> {
  const { location: loginPage } = await browser.open(start);
  const { body } = await browser.open(loginPage);
  const submit = /action="([^"]+)"/.exec(body)?.[1] ?? '';
  const { location: resume } = await browser.open(new URL(submit, loginPage).href, { login });
  return new URL((await browser.open(resume)).location);
}

describe('a person who signs in', () => {
  let provider: RunningIdentityProvider;
  beforeAll(async () => {
    provider = await startIdentityProvider({ clients: [console], accounts });
  });
  afterAll(() => provider.stop());

  it('gets a code, and the console a token with the person’s roles for it', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const start = authorizationUrl(provider, { code_challenge: challenge, code_challenge_method: 'S256' });
    const back = await signIn(new Browser(), start, 'ada');
    expect(`${back.origin}${back.pathname}`).toBe(redirectUri);

    const response = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${console.clientId}:${console.clientSecret}`)}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: back.searchParams.get('code') ?? '',
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }),
    });
    const tokens = (await response.json()) as { access_token: string; id_token: string };
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      sub: 'ada',
      aud: 'mdm-gate',
      mdm_gate_roles: ['acme:administrator'],
    });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ sub: 'ada', aud: console.clientId });
  });

  it('is offered everybody there is, and nobody else', async () => {
    const browser = new Browser();
    const challenge = { code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' };
    const { location: page } = await browser.open(authorizationUrl(provider, challenge));
    const { body } = await browser.open(page);
    expect([...body.matchAll(/<button name="login" value="([^"]*)"/g)].map(([, login]) => login)).toEqual([
      'ada',
      'grace',
    ]);
    expect(body).toContain('Grace &lt;&amp;&quot;&gt; Hopper');
    expect(body).toContain('acme:administrator');
    const refused = await browser.open(page, { login: 'mallory' });
    expect([refused.location, refused.body.includes('There is nobody of that name.')]).toEqual(['', true]);
  });

  it('is sent back with an error when the console leaves PKCE out', async () => {
    const { location } = await new Browser().open(authorizationUrl(provider, {}));
    expect(new URL(location).searchParams.get('error')).toBe('invalid_request');
  });
});
