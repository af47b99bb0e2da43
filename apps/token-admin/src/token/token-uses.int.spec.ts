import type { DeviceObservation, MdmToken } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { anObservation, missing, observedEvents } from '../fixtures/observations.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

describe('when a token was last used', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  const organizationWithTokens = async (...labels: readonly string[]) => {
    const organization = await createOrganization(gateway);
    await connectMdm(organization);
    const tokens: MdmToken[] = [];
    for (const label of labels) {
      const reply = await organization.administrator.post(`${organization.path}/mdm-tokens`, { label });
      tokens.push((reply.body as { token: MdmToken }).token);
    }
    return { organization, tokens };
  };
  const observe = async (
    { organizationId }: TestOrganization,
    ...of: readonly Partial<DeviceObservation>[]
  ) => {
    for (const event of observedEvents(organizationId, of.map(anObservation)))
      await gateway.neighbours.publisher.publish(event);
  };
  const usesOf = async ({ administrator, path }: TestOrganization) => {
    const { items } = (await administrator.get(`${path}/mdm-tokens`)).body as { items: MdmToken[] };
    return Object.fromEntries(items.map(({ label, lastUsedOn }) => [label, lastUsedOn]));
  };
  const untilUses = (organization: TestOrganization, expected: Record<string, string | null>) =>
    waitFor(async () => {
      const uses = await usesOf(organization);
      if (JSON.stringify(uses) !== JSON.stringify(expected)) throw new Error(JSON.stringify(uses));
      return true;
    });

  it('is unknown before a device presented it, and the newest day afterwards, in whatever order they are told of', async () => {
    const { organization, tokens } = await organizationWithTokens('first');
    const [token] = tokens;
    expect(token?.lastUsedOn).toBeNull();
    const [older, newer] = [daysAgo(20), daysAgo(3)];
    await observe(organization, { tokenId: token?.tokenId ?? '', at: newer });
    await untilUses(organization, { first: newer.slice(0, 10) });
    await observe(organization, { deviceId: 'other', tokenId: token?.tokenId ?? '', at: older });
    await waitFor(async () => {
      const { body } = await organization.administrator.get(`${organization.path}/usage`);
      return (body as { knownDevices: number }).knownDevices === 2;
    });
    await untilUses(organization, { first: newer.slice(0, 10) });
    const shown = await organization.administrator.get(
      `${organization.path}/mdm-tokens/${token?.tokenId ?? ''}`,
    );
    expect(shown.body).toMatchObject({ lastUsedOn: newer.slice(0, 10) });
  });

  it('stays known when all of its devices have gone on to another token', async () => {
    const { organization, tokens } = await organizationWithTokens('first', 'second');
    const [first, second] = tokens;
    const [before, after] = [daysAgo(9), daysAgo(2)];
    await observe(organization, { tokenId: first?.tokenId ?? '', at: before });
    await observe(organization, { tokenId: second?.tokenId ?? '', at: after });
    await untilUses(organization, { second: after.slice(0, 10), first: before.slice(0, 10) });
  });

  it('is when it was good for a device: not when a revoked value of it was presented, or none', async () => {
    const { organization, tokens } = await organizationWithTokens('first');
    const tokenId = tokens[0]?.tokenId ?? '';
    const revoked = {
      tokenId,
      decision: 'halt',
      reason: 'token-revoked',
      presented: 'token-revoked',
    } as const;
    await observe(organization, { deviceId: 'a', ...revoked }, { deviceId: 'b', ...missing });
    await waitFor(async () => {
      const { body } = await organization.administrator.get(`${organization.path}/usage`);
      return (body as { knownDevices: number }).knownDevices === 2;
    });
    await untilUses(organization, { first: null });
    const at = daysAgo(1);
    await observe(organization, {
      deviceId: 'c',
      tokenId,
      at,
      reason: 'token-retiring',
      presented: 'token-retiring',
    });
    await untilUses(organization, { first: at.slice(0, 10) });
  });

  it('is of tokens that there are: an id that nobody made is not kept', async () => {
    const { organization } = await organizationWithTokens('first');
    const { organizationId } = organization;
    await observe(organization, { deviceId: 'a' });
    await waitFor(async () => {
      const { body } = await organization.administrator.get(`${organization.path}/usage`);
      return (body as { knownDevices: number }).knownDevices === 1;
    });
    const kept = await gateway.database.query<unknown[]>(
      `SELECT FROM token_admin.token_uses WHERE organization_id = $1`,
      [organizationId],
    );
    expect(kept).toEqual([]);
  });
});
