import { randomUUID } from 'node:crypto';
import { setTimeout as toldToWait } from 'node:timers/promises';
import { waitFor } from '@mdm-gate/testing';
import type { ApiReply } from '../fixtures/api-client.ts';
import { newestSets } from '../fixtures/newest-sets.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

/** As the documentation asks of callers: what time may mend is tried again under the same key, when the answer says. */
const createPersistently = async (
  { administrator, path }: TestOrganization,
  label: string,
): Promise<ApiReply> => {
  const headers = { 'idempotency-key': randomUUID() };
  for (;;) {
    const reply = await administrator.post(`${path}/mdm-tokens`, { label }, { headers });
    if (reply.status !== 503) return reply;
    await toldToWait(Number(reply.headers.get('retry-after')) * 1_000);
  }
};

describe('many writers of one organization', () => {
  let gateway: RunningGateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  it('get one version each, without a gap, and none of their tokens disappears', async () => {
    const organization = await createOrganization(gateway);
    await connectMdm(organization);
    const replies = await Promise.all(
      Array.from({ length: 500 }, (_, index) => createPersistently(organization, `writer ${index}`)),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    const { organizationId } = organization;
    const rows = await gateway.database.query<{ version: number }[]>(
      `SELECT (event->'activeSet'->>'version')::int AS version FROM token_admin.outbox
       WHERE organization_id = $1 ORDER BY position`,
      [organizationId],
    );
    expect(rows.map(({ version }) => version)).toEqual(Array.from({ length: 502 }, (_, index) => index + 1));
    const set = await waitFor(async () => {
      const newest = (await newestSets(gateway)).get(organizationId);
      return newest?.version === 502 && newest;
    });
    expect(set.tokens).toHaveLength(500);
    const verdict = await organization.administrator.get(`${organization.path}/audit-events/verification`);
    expect(verdict.body).toMatchObject({ intact: true, events: 503 });
    // A quarter of a minute of processor time: on a busy machine that is minutes.
  }, 420_000);
});
