import type { AuditEvent } from '@mdm-gate/contracts';
import { chainHash, emptyChain } from '../audit/hash-chain.ts';
import { AuditReader } from '../audit/audit-reader.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
  keyring,
} from '../fixtures/running-gateway.ts';
import { auditKeysIn } from '../fixtures/audit-keys-in.ts';
import { tamper } from '../fixtures/tampering.ts';

interface Verdict {
  readonly intact: boolean;
  readonly events: number;
  readonly faults: readonly { readonly sequence: number; readonly problem: string }[];
}

const keyInUse = ({ environment }: RunningGateway): string => auditKeysIn(environment).currentKeyId;

describe('the audit trail', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  const trail = () => `${organization.path}/audit-events`;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
    await connectMdm(organization);
    const tokens = `${organization.path}/mdm-tokens`;
    const created = await organization.administrator.post(tokens, {
      label: 'first',
      value: 'a-secret-entered-by-hand',
    });
    const { tokenId } = (created.body as { token: { tokenId: string } }).token;
    const ifMatch = created.headers.get('etag');
    const edited = await organization.administrator.patch(
      `${tokens}/${tokenId}`,
      { label: 'renamed', value: 'another-secret-by-hand' },
      { ifMatch },
    );
    await organization.administrator.post(`${tokens}/${tokenId}/reveal`);
    await organization.administrator.post(`${tokens}/${tokenId}/revoke`, { because: 'retired' }, { ifMatch });
    await organization.administrator.post(
      `${tokens}/${tokenId}/revoke`,
      { because: 'retired' },
      { ifMatch: edited.headers.get('etag') },
    );
  });
  afterAll(() => gateway.stop());

  const verify = async () =>
    (await organization.administrator.get(`${trail()}/verification`)).body as Verdict;
  const change = (sql: string) => tamper(gateway.database, sql, [organization.organizationId]);

  it.each([
    ['what was done', () => '?action=revokeToken', ['revokeToken', 'revokeToken']],
    ['what it came to', () => '?outcome=refused', ['revokeToken']],
    ['who did it, and what', () => '?actorId=someone@example.com&action=editToken', ['editToken']],
    ['what people did, and what', () => '?actorType=admin&action=createToken', ['createToken']],
    ['what services did by themselves', () => '?actorType=service', []],
    ['a service by the id of a person', () => '?actorType=service&actorId=someone@example.com', []],
    ['a person who did nothing', () => '?actorId=nobody', []],
    ['a time that has not come', () => '?since=2100-01-01T00:00:00Z', []],
    ['a time that was before all of it', () => '?until=2000-01-01T00:00:00Z', []],
    [
      'a time that holds it',
      () => '?since=2000-01-01T00:00:00Z&until=2100-01-01T00:00:00Z&action=revealToken',
      ['revealToken'],
    ],
  ])('is narrowed to %s', async (_, query, expected) => {
    const reply = await organization.administrator.get(`${trail()}${query()}`);
    expect((reply.body as { items: AuditEvent[] }).items.map(({ action }) => action)).toEqual(expected);
  });

  it('is narrowed to what it is about, page by page', async () => {
    const all = (await organization.administrator.get(trail())).body as { items: AuditEvent[] };
    const subjectId = all.items.find(({ action }) => action === 'createToken')?.subjectId ?? '';
    const first = (await organization.administrator.get(`${trail()}?subjectId=${subjectId}&limit=3`))
      .body as {
      items: AuditEvent[];
      nextCursor: string;
    };
    const rest = (
      await organization.administrator.get(
        `${trail()}?subjectId=${subjectId}&limit=3&cursor=${encodeURIComponent(first.nextCursor)}`,
      )
    ).body as { items: AuditEvent[] };
    expect([...first.items, ...rest.items].map(({ action }) => action)).toEqual([
      'revokeToken',
      'revokeToken',
      'revealToken',
      'editToken',
      'createToken',
    ]);
  });

  it('says who did what, from where, before and after, allowed and refused, without secrets', async () => {
    const reply = await organization.administrator.get(`${trail()}/export`);
    expect(reply.headers.get('content-type')).toContain('application/jsonl');
    const events = reply.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEvent);
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'createOrganization allowed',
      'addMdmConnection intended',
      'addMdmConnection allowed',
      'createToken allowed',
      'editToken allowed',
      'revealToken allowed',
      'revokeToken refused',
      'revokeToken allowed',
    ]);
    expect(events[4]).toMatchObject({
      actor: { type: 'admin', id: 'someone@example.com' },
      sourceAddress: '127.0.0.1',
      before: { label: 'first' },
      after: { label: 'renamed', valueChanged: true },
    });
    expect(reply.text).not.toMatch(/entered-by-hand|secret-by-hand/);
  });

  it('is listed page by page, newest first, and the pages are the whole', async () => {
    const sequences: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = cursor === '' ? '?limit=3' : `?limit=3&cursor=${cursor}`;
      const { body } = await organization.administrator.get(`${trail()}${query}`);
      const page = body as { items: AuditEvent[]; nextCursor: string | null };
      sequences.push(...page.items.map(({ sequence }) => sequence));
      cursor = page.nextCursor;
    }
    expect(sequences).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('is intact', async () => {
    expect(await verify()).toMatchObject({ intact: true, events: 8, faults: [] });
  });

  it('tells a reveal whose row was changed, removed or cut off, and rows that changed places', async () => {
    const where = 'WHERE organization_id = $1';
    await change(
      `UPDATE token_admin.audit_events SET actor = '{"type":"admin","id":"innocent"}' ${where} AND sequence = 6`,
    );
    expect(await verify()).toMatchObject({ intact: false, faults: [{ sequence: 6, problem: 'changed' }] });
    await change(`DELETE FROM token_admin.audit_events ${where} AND sequence = 6`);
    expect(await verify()).toMatchObject({ faults: [{ sequence: 6, problem: 'missing' }] });
    await change(`UPDATE token_admin.audit_events SET sequence = sequence - 1 ${where} AND sequence > 6`);
    expect((await verify()).faults[0]).toEqual({ sequence: 6, problem: 'changed' });
  });

  it.each([
    ['under a key of their own', 'a key'],
    ['without a key, as before there were keys', null],
  ])('tells that it was rewritten whole by somebody with the database, %s', async (_, keyed) => {
    const { organizationId } = organization;
    const keys = auditKeysIn(
      keyed === null ? gateway.environment : { TOKEN_ADMIN_AUDIT_KEYS: keyring(keyInUse(gateway)) },
    );
    let head = emptyChain;
    for await (const row of new AuditReader(gateway.database, keys).rows(organizationId)) {
      const forged = {
        ...row,
        keyId: keyed === null ? null : keyInUse(gateway),
        actor: row.action === 'revealToken' ? { type: 'admin' as const, id: 'innocent' } : row.actor,
      };
      head = { sequence: row.sequence, hash: chainHash(keys, head.hash, forged) };
      await tamper(
        gateway.database,
        `UPDATE token_admin.audit_events SET actor = $3, hash = $4, key_id = $5
         WHERE organization_id = $1 AND sequence = $2`,
        [organizationId, row.sequence, JSON.stringify(forged.actor), head.hash, forged.keyId],
      );
    }
    await tamper(
      gateway.database,
      'UPDATE token_admin.organizations SET audit_hash = $2 WHERE organization_id = $1',
      [organizationId, head.hash],
    );
    expect(await verify()).toMatchObject({
      intact: false,
      faults: expect.arrayContaining([
        keyed === null ? { sequence: 8, problem: 'unkeyed' } : { sequence: 1, problem: 'changed' },
      ]) as unknown,
    });
  });

  it.each(['UPDATE token_admin.audit_events SET action = action', 'DELETE FROM token_admin.audit_events'])(
    'refuses to be changed, whoever is connected: %s',
    async (sql) => {
      await expect(gateway.database.query(sql)).rejects.toThrow(/only ever added|may not do in the database/);
      await expect(gateway.database.query('TRUNCATE token_admin.audit_events')).rejects.toThrow(
        /only ever added|may not do in the database/,
      );
    },
  );

  it('tells that its end was cut off', async () => {
    await change('DELETE FROM token_admin.audit_events WHERE organization_id = $1 AND sequence = 8');
    expect(await verify()).toMatchObject({ intact: false, faults: [{ sequence: 8, problem: 'cut-off' }] });
  });
});
