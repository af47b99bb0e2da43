import { connect } from 'node:net';
import { once } from 'node:events';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';
import { problemOf } from '../fixtures/api-client.ts';

interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly problem: { readonly code: string; readonly status: number; readonly detail?: string };
}

/** What the server says to these bytes, on a connection of their own. */
const say = async (url: string, ...parts: readonly (string | Buffer)[]): Promise<RawAnswer> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    head,
    problem: JSON.parse(body) as RawAnswer['problem'],
  };
};

const close = 'Connection: close\r\n\r\n';

describe('every answer that is no success', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway();
    organization = await createOrganization(gateway);
    await connectMdm(organization);
  });
  afterAll(() => gateway.stop());

  const bearer = () => `Authorization: Bearer x.y.z\r\nHost: gateway\r\n`;

  it.each([
    ['what is not HTTP', ['hello\r\n\r\n'], 400, 'invalid-request'],
    ['a method that there is not', ['BREW / HTTP/1.1\r\nHost: x\r\n\r\n'], 400, 'invalid-request'],
    ['a header that is none', ['GET / HTTP/1.1\r\nHost x\r\n\r\n'], 400, 'invalid-request'],
    [
      'two lengths',
      ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
      400,
      'invalid-request',
    ],
    [
      'a length and chunks',
      ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
      400,
      'invalid-request',
    ],
    ['no Host', [`GET /api/v1/organizations HTTP/1.1\r\n${close}`], 400, 'invalid-request'],
    [
      'an access token of 20 KB',
      [
        `GET /api/v1/organizations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'a'.repeat(20_000)}\r\n\r\n`,
      ],
      431,
      'headers-too-large',
    ],
    [
      'many headers',
      [
        `GET / HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 1_500 }, (_, index) => `X-${index}: ${index}\r\n`).join('')}\r\n`,
      ],
      431,
      'headers-too-large',
    ],
    [
      'an address of 9 KB',
      [`GET /${'a'.repeat(9_000)} HTTP/1.1\r\nHost: x\r\n${close}`],
      414,
      'address-too-long',
    ],
    [
      'an address of 30 KB',
      [`GET /${'a'.repeat(30_000)} HTTP/1.1\r\nHost: x\r\n${close}`],
      414,
      'address-too-long',
    ],
    [
      'a broken percent-encoding in the path',
      [`GET /api/v1/organizations/%ff HTTP/1.1\r\nHost: x\r\n${close}`],
      400,
      'invalid-request',
    ],
    [
      'an unknown expectation',
      [`GET /nothing HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n${close}`],
      404,
      'not-found',
    ],
  ])('is a problem document: %s', async (_, parts, status, code) => {
    const answer = await say(gateway.url, ...parts);
    expect([answer.status, answer.problem.code, answer.problem.status]).toEqual([status, code, status]);
    expect(answer.head).toMatch(/content-type: application\/problem\+json/i);
  });

  it('says that it is the headers that are too large, and which is to blame most often', async () => {
    const { problem } = await say(
      gateway.url,
      `GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'a'.repeat(17_000)}\r\n\r\n`,
    );
    expect(problem.detail).toMatch(/access token in Authorization/);
  });

  it('names the methods of an address that does not take this one', async () => {
    const reply = await organization.administrator.delete(`${organization.path}/policy`);
    expect([reply.status, problemOf(reply).code]).toEqual([405, 'method-not-allowed']);
    expect(reply.headers.get('allow')?.split(', ').toSorted()).toEqual(['GET', 'HEAD', 'PUT']);
    const unread = await fetch(`${gateway.url}/api/openapi.json`, { method: 'PUT' });
    expect([unread.status, unread.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(unread.headers.get('content-type')).toContain('application/problem+json');
  });

  it('comes before the body when the body is larger than any may be', async () => {
    const answer = await say(
      gateway.url,
      `POST /api/v1/organizations HTTP/1.1\r\n${bearer()}Content-Type: application/json\r\nContent-Length: 10000000\r\n${close}{`,
    );
    expect([answer.status, answer.problem.code]).toEqual([413, 'body-too-large']);
  });

  it.each([
    ['latin1', 415],
    ['"UTF-16"', 415],
    ['utf-8', 201],
    ['"UTF8"', 201],
  ])('tells bodies in other charsets from ours: %s', async (charset, status) => {
    const headers = { 'content-type': `application/json; charset=${charset}` };
    const reply = await organization.administrator.post(
      `${organization.path}/mdm-tokens`,
      { label: 'München' },
      { headers },
    );
    expect(reply.status).toBe(status);
  });

  it('refuses a compressed body by name', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const reply = await organization.administrator.post(
      `${organization.path}/mdm-tokens`,
      { label: 'x' },
      { headers },
    );
    expect([reply.status, problemOf(reply).code]).toEqual([415, 'unsupported-media-type']);
    expect(problemOf(reply).detail).toMatch(/Content-Encoding/);
  });

  it.each([
    ['Latin-1', Buffer.from('{"label":"München"}', 'latin1'), /not UTF-8/],
    ['bytes cut within a character', Buffer.from('{"label":"ü"}').subarray(0, 11), /not UTF-8/],
    ['half a character', Buffer.from('{"label":"\\ud800"}'), /half a character/],
    ['two documents', Buffer.from('{"label":"x"}{}'), /not readable JSON/],
  ])('says that the body is %s, and changes nothing', async (_, body, detail) => {
    const path = `${gateway.url}/api/v1${organization.path}/mdm-tokens`;
    const token = await gateway.issuer.token([`${organization.organizationId}:administrator`]);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const before = await (await fetch(path, { headers })).text();
    const reply = await fetch(path, { method: 'POST', headers, body });
    expect([reply.status, ((await reply.json()) as { detail: string }).detail]).toEqual([
      400,
      expect.stringMatching(detail),
    ]);
    expect(await (await fetch(path, { headers })).text()).toBe(before);
  });

  it.each(['?cursor=%ff', '?limit=%C3', '?%ff=1'])('says that the query is not UTF-8: %s', async (query) => {
    const reply = await organization.administrator.get(`${organization.path}/mdm-tokens${query}`);
    expect([reply.status, problemOf(reply).detail]).toEqual([400, 'The query is not percent-encoded UTF-8']);
  });

  it('takes an empty body where there is nothing to say', async () => {
    const headers = { 'content-type': 'application/json' };
    const [connection] = (
      (await organization.administrator.get(`${organization.path}/mdm-connections`)).body as {
        items: { connectionId: string }[];
      }
    ).items;
    const path = `${organization.path}/mdm-connections/${connection?.connectionId ?? ''}/test`;
    expect((await organization.administrator.request('POST', path, { headers })).status).toBe(200);
  });
});

describe('instants and names over HTTP', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway();
    organization = await createOrganization(gateway);
    await connectMdm(organization);
  });
  afterAll(() => gateway.stop());

  const refusal = (reply: Parameters<typeof problemOf>[0]) => [
    reply.status,
    problemOf(reply).issues?.[0]?.path,
  ];

  it('refuses an instant in a year that cannot be written, by name', async () => {
    const { administrator, path } = organization;
    const late = await administrator.post(`${path}/mdm-tokens`, {
      label: 'x',
      expiresAt: '9999-12-31T23:59:59-05:00',
    });
    expect(refusal(late)).toEqual([400, 'expiresAt']);
    const etag = (await administrator.get(`${path}/policy`)).headers.get('etag');
    const early = { mode: 'monitor', effectiveFrom: '0000-01-01T00:00:00+10:00' };
    expect(refusal(await administrator.put(`${path}/policy`, early, { ifMatch: etag }))).toEqual([
      400,
      'effectiveFrom',
    ]);
    const never = await administrator.post(`${path}/mdm-tokens`, {
      label: 'x',
      expiresAt: '9999-12-31T23:59:59Z',
    });
    expect(never.status).toBe(201);
    const first = { mode: 'monitor', effectiveFrom: '0000-01-01T00:00:00Z' };
    expect((await administrator.put(`${path}/policy`, first, { ifMatch: etag })).status).toBe(200);
  });

  it.each(['a\u001b[31mred', 'two\nlines', 'tab\tbed', '\u200b', 'a\u2028b'])(
    'refuses %j as the name of an organization, a connection or a token',
    async (name) => {
      const { administrator, path } = organization;
      expect(refusal(await administrator.post(`${path}/mdm-tokens`, { label: name }))).toEqual([
        400,
        'label',
      ]);
      const connection = { name, vendor: 'other', settings: {}, credentials: {} };
      expect(refusal(await administrator.post(`${path}/mdm-connections`, connection))).toEqual([400, 'name']);
      const another = { organizationId: `t-${Date.now()}`, name };
      expect(refusal(await gateway.platformAdministrator.post('/organizations', another))).toEqual([
        400,
        'name',
      ]);
    },
  );
});
