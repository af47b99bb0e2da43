import { randomUUID } from 'node:crypto';
import type { AuditEvent } from '@mdm-gate/contracts';
import type { ApiReply } from '../fixtures/api-client.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

interface Created {
  readonly token: { readonly tokenId: string; readonly fingerprint: string };
  readonly value: string | null;
}

describe('each disclosure of a value', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  let connectionId: string;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
    connectionId = await connectMdm(organization);
  });
  afterAll(() => gateway.stop());

  const withKey = (key: string) => ({ headers: { 'idempotency-key': key } });
  const create = (key: string): Promise<ApiReply> =>
    organization.administrator.post(`${organization.path}/mdm-tokens`, { label: 'first' }, withKey(key));
  const at = ({ body }: ApiReply): string =>
    `${organization.path}/mdm-tokens/${(body as Created).token.tokenId}`;
  /** Oldest first. */
  const rows = async (action: string): Promise<readonly AuditEvent[]> => {
    const query = `?action=${action}&limit=100`;
    const { body } = await organization.administrator.get(`${organization.path}/audit-events${query}`);
    return (body as { items: AuditEvent[] }).items.toReversed();
  };
  const setValue = async (created: ApiReply, value: string): Promise<ApiReply> => {
    const ifMatch = (await organization.administrator.get(at(created))).headers.get('etag');
    const reply = await organization.administrator.patch(at(created), { value }, { ifMatch });
    expect([200, 202]).toContain(reply.status);
    return reply;
  };

  it('is a row of its own, also when the reveal of one key is repeated', async () => {
    const created = await create(randomUUID());
    const key = randomUUID();
    for (let times = 0; times < 3; times += 1) {
      const reply = await organization.administrator.post(`${at(created)}/reveal`, undefined, withKey(key));
      expect(reply.body).toMatchObject({ value: (created.body as Created).value });
    }
    const { fingerprint } = (created.body as Created).token;
    expect((await rows('revealToken')).map(({ after }) => after)).toEqual(
      Array.from({ length: 3 }, () => ({ fingerprint })),
    );
  });

  it('is a row of its own, also when an export is repeated', async () => {
    const path = `${organization.path}/mdm-connections/${connectionId}/export`;
    for (let times = 0; times < 3; times += 1)
      expect((await organization.administrator.get(path, withKey('always the same'))).status).toBe(200);
    const outcomes = (await rows('exportConfiguration')).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'allowed')).toHaveLength(3);
  });

  it('is a row of its own when a creation is answered again, which says so', async () => {
    const key = randomUUID();
    const first = await create(key);
    const again = await create(key);
    expect(again.body).toEqual(first.body);
    const { fingerprint } = (first.body as Created).token;
    expect((await rows('createToken')).map(({ after }) => after)).toMatchObject([
      { fingerprint },
      { fingerprint, disclosed: 'again' },
    ]);
  });

  it.each([
    ['got another value', (created: ApiReply) => setValue(created, 'entered-by-hand-later')],
    [
      'was revoked',
      async (created: ApiReply) => {
        const ifMatch = created.headers.get('etag');
        const body = { because: 'compromised' };
        return organization.administrator.post(`${at(created)}/revoke`, body, { ifMatch });
      },
    ],
  ])('does not come of a creation that is repeated once its token %s', async (_, change) => {
    const key = randomUUID();
    const first = await create(key);
    await change(first);
    const again = await create(key);
    expect(again.status).toBe(201);
    expect((again.body as Created).value).toBeNull();
    expect(again.text).not.toContain((first.body as Created).value);
    expect(await rows('createToken')).toHaveLength(1);
  });

  it('is of the value that its row names, while the token gets others', async () => {
    const created = await create(randomUUID());
    const names = new Map<string, string>();
    const note = (reply: ApiReply, value: string): void => {
      names.set(value, (reply.body as { fingerprint: string }).fingerprint);
    };
    note(await organization.administrator.get(at(created)), (created.body as Created).value ?? '');
    const edits = (async () => {
      for (let turn = 0; turn < 8; turn += 1) {
        const value = `entered-by-hand-${randomUUID()}`;
        note(await setValue(created, value), value);
      }
    })();
    const revealed: string[] = [];
    for (let turn = 0; turn < 30; turn += 1) {
      const reply = await organization.administrator.post(`${at(created)}/reveal`);
      revealed.push((reply.body as { value: string }).value);
    }
    await edits;
    const told = (await rows('revealToken')).map(({ after }) => after);
    expect(told).toEqual(revealed.map((value) => ({ fingerprint: names.get(value) })));
  });
});
