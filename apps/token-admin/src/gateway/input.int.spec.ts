import { problemOf } from '../fixtures/api-client.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

describe('input to the gateway', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  const tokens = () => `${organization.path}/mdm-tokens`;

  beforeAll(async () => {
    gateway = await startGateway();
    organization = await createOrganization(gateway);
    await connectMdm(organization);
  });
  afterAll(() => gateway.stop());

  const bad: readonly (readonly [string, unknown])[] = [
    ['no label', {}],
    ['an empty label', { label: '  ' }],
    ['a label of another type', { label: 7 }],
    ['an unknown field', { label: 'x', tokenId: 'mine' }],
    ['a value that is too short', { label: 'x', value: '1234567' }],
    ['a value that is too long', { label: 'x', value: 'x'.repeat(257) }],
    ['a value with surrounding spaces', { label: 'x', value: ' 12345678' }],
    ['a value with MDM variables', { label: 'x', value: 'token-{{userid}}' }],
    ['a value with shell variables', { label: 'x', value: 'token-${userid}' }],
    ['a value that is not ASCII', { label: 'x', value: 'geheimnisß1' }],
    ['a value with a line break', { label: 'x', value: '1234\n5678' }],
    ['a label with NUL', { label: 'a\u0000b' }],
    ['a label with half a character', { label: '\ud800 label' }],
    ['an expiry in the past', { label: 'x', expiresAt: '2020-01-01T00:00:00Z' }],
    ['an expiry without a zone', { label: 'x', expiresAt: '2030-01-01T00:00:00' }],
    ['a connection id that is none', { label: 'x', connectionId: 'intune' }],
    ['a list', []],
    ['a text', '"x"'],
    ['null', 'null'],
    ['broken JSON', '{"label":'],
    ['a poisoned prototype', '{"label":"x","__proto__":{"admin":true}}'],
  ];
  it.each(bad)('is refused with its fields: %s', async (_, body) => {
    const reply = await organization.administrator.post(tokens(), body);
    expect(reply.status).toBe(400);
    expect(problemOf(reply)).toMatchObject({ code: 'invalid-request', status: 400 });
    expect(reply.text).not.toMatch(/userid|1234567|node_modules|geheim/);
  });

  it('names the field that is wrong', async () => {
    const reply = await organization.administrator.post(tokens(), { label: 'x', value: 'short' });
    expect(problemOf(reply).issues?.map(({ path }) => path)).toEqual(['value']);
  });

  it('is refused when it is too large, or of another type', async () => {
    const large = await organization.administrator.post(tokens(), { label: 'x'.repeat(100_000) });
    expect([large.status, problemOf(large).code]).toEqual([413, 'body-too-large']);
    const text = { body: 'label=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    const form = await organization.administrator.request('POST', tokens(), text);
    expect([form.status, problemOf(form).code]).toEqual([415, 'unsupported-media-type']);
  });

  it.each([
    '?limit=0',
    '?limit=201',
    '?limit=x',
    '?cursor=%00',
    '?cursor=abc',
    '?unknown=1',
    '?limit=1&limit=2',
  ])('is refused in the query: %s', async (query) => {
    const reply = await organization.administrator.get(`${tokens()}${query}`);
    expect(reply.status).toBe(400);
  });

  it('is not found at a path that there is not', async () => {
    const reply = await organization.administrator.get('/nothing/here');
    expect(reply.status).toBe(404);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
  });

  it('carries the correlation id of the caller through, if it is fit', async () => {
    const given = await organization.administrator.get(tokens(), {
      headers: { 'mdm-correlation-id': 'case-42' },
    });
    expect(given.headers.get('mdm-correlation-id')).toBe('case-42');
    const unfit = await organization.administrator.get(tokens(), {
      headers: { 'mdm-correlation-id': 'x'.repeat(200) },
    });
    expect(unfit.headers.get('mdm-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  describe('If-Match', () => {
    const policy = () => `${organization.path}/policy`;
    const set = (ifMatch: string | null) =>
      organization.administrator.put(policy(), { mode: 'monitor' }, { ifMatch });

    it('is required for a change', async () => {
      const reply = await set(null);
      expect([reply.status, problemOf(reply).code]).toEqual([428, 'if-match-required']);
    });

    it.each(['"999"', 'W/"999"', '"abc"', '"8", "9"', '""'])(
      'that is not current is refused: %s',
      async (ifMatch) => {
        const reply = await set(ifMatch);
        expect([reply.status, problemOf(reply).code]).toEqual([412, 'precondition-failed']);
      },
    );

    it('that is no list of ETags is named', async () => {
      const reply = await set('1');
      expect([reply.status, problemOf(reply).code]).toEqual([400, 'invalid-request']);
      expect(problemOf(reply).detail).toMatch(/^If-Match/);
    });

    it('may be a list, and may say that any version will do', async () => {
      const etag = (await organization.administrator.get(policy())).headers.get('etag') ?? '';
      expect((await set(`"999", ${etag}`)).status).toBe(200);
      expect((await set('*')).status).toBe(200);
    });

    it('lets one of two administrators win, and loses nothing', async () => {
      const etag = (await organization.administrator.get(policy())).headers.get('etag');
      const replies = await Promise.all(Array.from({ length: 8 }, () => set(etag)));
      expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200,
        ...Array<number>(7).fill(412),
      ]);
    });
  });

  it('describes itself to programs and people, without anything from elsewhere', async () => {
    const document = (await (await fetch(`${gateway.url}/api/openapi.json`)).json()) as { openapi: string };
    expect(document.openapi).toBe('3.1.0');
    const page = await (await fetch(`${gateway.url}/api/docs`)).text();
    expect(page).toContain('createToken');
    // Addresses stand there as texts, in examples: nothing is fetched from them.
    expect(page).not.toMatch(
      /<script(?! src="docs\.js" defer><)|(?:src|href|action)="?'?(?:https?:)?\/\/|@import|url\(/i,
    );
  });
});
