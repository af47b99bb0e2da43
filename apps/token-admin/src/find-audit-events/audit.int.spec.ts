import type { AuditEvent } from '@mdm-gate/contracts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

interface Verdict {
  readonly intact: boolean;
  readonly events: number;
  readonly faults: readonly { readonly sequence: number; readonly problem: string }[];
}

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
  const tamper = (sql: string) => gateway.database.query(sql, [organization.organizationId]);

  it('says who did what, from where, before and after, allowed and refused, without secrets', async () => {
    const reply = await organization.administrator.get(`${trail()}/export`);
    expect(reply.headers.get('content-type')).toContain('application/jsonl');
    const events = reply.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEvent);
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'createOrganization allowed',
      'addMdmConnection allowed',
      'createToken allowed',
      'editToken allowed',
      'revealToken allowed',
      'revokeToken refused',
      'revokeToken allowed',
    ]);
    expect(events[3]).toMatchObject({
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
    expect(sequences).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('is intact', async () => {
    expect(await verify()).toMatchObject({ intact: true, events: 7, faults: [] });
  });

  it('tells a reveal whose row was changed, removed or cut off, and rows that changed places', async () => {
    const where = 'WHERE organization_id = $1';
    await tamper(
      `UPDATE token_admin.audit_events SET actor = '{"type":"admin","id":"innocent"}' ${where} AND sequence = 5`,
    );
    expect(await verify()).toMatchObject({ intact: false, faults: [{ sequence: 5, problem: 'changed' }] });
    await tamper(`DELETE FROM token_admin.audit_events ${where} AND sequence = 5`);
    expect(await verify()).toMatchObject({ faults: [{ sequence: 5, problem: 'missing' }] });
    await tamper(`UPDATE token_admin.audit_events SET sequence = sequence - 1 ${where} AND sequence > 5`);
    expect((await verify()).faults[0]).toEqual({ sequence: 5, problem: 'changed' });
  });

  it('tells that its end was cut off', async () => {
    await tamper('DELETE FROM token_admin.audit_events WHERE organization_id = $1 AND sequence = 7');
    expect(await verify()).toMatchObject({ intact: false, faults: [{ sequence: 7, problem: 'cut-off' }] });
  });
});
