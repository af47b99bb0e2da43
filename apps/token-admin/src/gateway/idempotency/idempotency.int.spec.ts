import { randomUUID } from 'node:crypto';
import { createLogger, Loops, SystemClock } from '@mdm-gate/service-kit';
import { ApiClient, problemOf } from '../../fixtures/api-client.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../../fixtures/running-gateway.ts';
import { ForgetOldAnswers } from './forget-old-answers.ts';

describe('a POST with an Idempotency-Key', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  const tokens = () => `${organization.path}/mdm-tokens`;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
    await connectMdm(organization);
  });
  afterAll(() => gateway.stop());

  const create = (key: string, label = 'first') =>
    organization.administrator.post(tokens(), { label }, { headers: { 'idempotency-key': key } });
  const count = async () =>
    ((await organization.administrator.get(tokens())).body as { items: [] }).items.length;

  it('is answered alike when it is repeated, and done once', async () => {
    const key = randomUUID();
    const first = await create(key);
    const second = await create(key);
    expect(first.status).toBe(201);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await count()).toBe(1);
  });

  it('is answered alike and done once also when it comes many times at once', async () => {
    const key = randomUUID();
    const replies = await Promise.all(Array.from({ length: 10 }, () => create(key)));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await count()).toBe(1);
  });

  it('with another body is refused', async () => {
    const key = randomUUID();
    await create(key);
    const reply = await create(key, 'another');
    expect([reply.status, problemOf(reply).code]).toEqual([422, 'idempotency-key-reused']);
    expect(await count()).toBe(1);
  });

  it.each(['another', 'Someone@example.com', 'someone@example.com ', ' someone@example.com'])(
    'does not meet the same key of another caller: "%s"',
    async (subject) => {
      const key = randomUUID();
      const first = await create(key);
      const roles = [`${organization.organizationId}:administrator`];
      const other = new ApiClient(gateway.url, await gateway.issuer.token(roles, { subject }));
      const headers = { 'idempotency-key': key };
      const second = await other.post(tokens(), { label: 'first' }, { headers });
      expect(second.status).toBe(201);
      expect(second.text).not.toBe(first.text);
      expect(second.body).toMatchObject({ token: { createdBy: subject } });
    },
  );

  it.each(['', 'x'.repeat(256), 'ümlaut'])('that is malformed is refused: %s', async (key) => {
    const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') };
    const reply = await organization.administrator.post(tokens(), { label: 'x' }, { headers });
    expect(reply.status).toBe(400);
  });

  it('finds what an earlier try has done that died before it could answer', async () => {
    const key = randomUUID();
    const first = await create(key);
    await gateway.database.query(
      'UPDATE token_admin.idempotent_answers SET sealed_answer = NULL WHERE key = $1',
      [key],
    );
    const second = await create(key);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(await count()).toBe(1);
  });

  it('revokes once, creates an organization once, and adds a connection once, whenever the earlier try died', async () => {
    const forget = () =>
      gateway.database.query('UPDATE token_admin.idempotent_answers SET sealed_answer = NULL');
    const twice = async (path: string, body: unknown, ifMatch?: string | null) => {
      const options = {
        headers: { 'idempotency-key': randomUUID() },
        ...(ifMatch === undefined ? {} : { ifMatch }),
      };
      const client = path === '/organizations' ? gateway.platformAdministrator : organization.administrator;
      const first = await client.post(path, body, options);
      await forget();
      return [first, await client.post(path, body, options)] as const;
    };
    const created = await create(randomUUID());
    const { tokenId } = (created.body as { token: { tokenId: string } }).token;
    const etag = created.headers.get('etag');
    const [revoked, again] = await twice(`${tokens()}/${tokenId}/revoke`, { because: 'retired' }, etag);
    expect([revoked.status, again.status]).toEqual([200, 200]);
    // Nothing is halted any more by repeating it.
    expect(again.body).toEqual({ ...(revoked.body as object), impact: null });
    const organizationId = `t-${randomUUID()}`;
    const [made, madeAgain] = await twice('/organizations', { organizationId, name: 'Twice' });
    expect([made.status, madeAgain.text]).toEqual([201, made.text]);
    const connection = { name: 'x', vendor: 'other', settings: {}, credentials: {} };
    const [added, addedAgain] = await twice(`${organization.path}/mdm-connections`, connection);
    expect([added.status, addedAgain.text]).toEqual([201, added.text]);
  });

  it('keeps the answer sealed: neither value nor body can be read from the database', async () => {
    const value = 'a-value-entered-by-hand-42';
    const headers = { 'idempotency-key': randomUUID() };
    const reply = await organization.administrator.post(tokens(), { label: 'x', value }, { headers });
    expect(reply.status).toBe(201);
    const rows = await gateway.database.query<object[]>('SELECT * FROM token_admin.idempotent_answers');
    expect(JSON.stringify(rows)).not.toContain(value);
    expect(JSON.stringify(rows)).not.toContain('"label"');
  });

  it('is forgotten after a day: the key may be used again, and an old answer is gone from the database', async () => {
    const key = randomUUID();
    const first = await create(key);
    await gateway.database.query(
      `UPDATE token_admin.idempotent_answers SET created_at = created_at - interval '25 hours' WHERE key = $1`,
      [key],
    );
    const loops = new Loops(createLogger('test', { level: 'silent' }));
    await new ForgetOldAnswers(gateway.database, new SystemClock(), loops).forget();
    const rows = await gateway.database.query<object[]>(
      'SELECT FROM token_admin.idempotent_answers WHERE key = $1',
      [key],
    );
    expect(rows).toHaveLength(0);
    expect((await create(key)).text).not.toBe(first.text);
  });
});
