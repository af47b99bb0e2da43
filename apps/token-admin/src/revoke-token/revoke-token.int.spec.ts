import { CodedError } from '@mdm-gate/service-kit';
import { endsBeforeTimer, waitFor } from '@mdm-gate/testing';
import { problemOf, type ApiReply } from '../fixtures/api-client.ts';
import { newestSets } from '../fixtures/newest-sets.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

interface Created {
  readonly token: { readonly tokenId: string };
}

describe('revoking a token', () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
    await connectMdm(organization);
    gateway.neighbours.verifier.problem = null;
  });
  afterAll(() => gateway.stop());

  const create = (label: string, body = {}) =>
    organization.administrator.post(`${organization.path}/mdm-tokens`, { label, ...body });
  const revoke = (created: ApiReply, ifMatch = created.headers.get('etag')) =>
    organization.administrator.post(
      `${organization.path}/mdm-tokens/${(created.body as Created).token.tokenId}/revoke`,
      { because: 'compromised', note: 'found in a screenshot' },
      { ifMatch },
    );

  it('is effective when the verifier has applied it and the stream has it', async () => {
    const created = await create('first');
    const reply = await revoke(created);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      effective: true,
      token: { state: 'revoked', revokedBecause: 'compromised', warnings: [] },
    });
    const { activeSetVersion } = reply.body as { activeSetVersion: number };
    const applied = gateway.neighbours.verifier.applied.at(-1);
    expect(applied).toMatchObject({
      organizationId: organization.organizationId,
      activeSet: { version: activeSetVersion, tokens: [{ state: 'revoked' }] },
    });
    const inStream = await newestSets(gateway);
    expect(inStream.get(organization.organizationId)).toEqual(applied?.activeSet);
  });

  it('answers 202 when the verifier cannot apply it, and is in the stream all the same', async () => {
    const created = await create('first');
    gateway.neighbours.verifier.problem = new CodedError('dependency-unavailable', 'Redis is away');
    const reply = await revoke(created);
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({ effective: false, token: { state: 'revoked' } });
    const { activeSetVersion } = reply.body as { activeSetVersion: number };
    await waitFor(
      async () => (await newestSets(gateway)).get(organization.organizationId)?.version === activeSetVersion,
    );
  });

  it('answers 202 when NATS is down, in bounded time, and the event follows', async () => {
    const created = await create('first');
    await gateway.nats.kill('SIGKILL');
    const reply = revoke(created);
    await expect(endsBeforeTimer(reply, 6_000)).resolves.toBe(true);
    expect((await reply).status).toBe(202);
    const late = await create('made while NATS was down');
    expect(late.status).toBe(201);
    await gateway.restartNats();
    await waitFor(async () => {
      const set = (await newestSets(gateway)).get(organization.organizationId);
      return set?.tokens.map(({ state }) => state).join() === 'active,revoked';
    });
  });

  it('is refused for the last active token, and allowed once its replacement is there', async () => {
    const first = await create('first');
    const policy = `${organization.path}/policy`;
    const { headers } = await organization.administrator.get(policy);
    const wanted = { mode: 'enforce', acknowledgeHaltedDevices: 0 };
    await organization.administrator.put(policy, wanted, { ifMatch: headers.get('etag') });
    const refused = await revoke(first);
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'last-active-token']);
    await create('second');
    expect((await revoke(first)).status).toBe(200);
  });

  it('is refused when the token was changed meanwhile, or is revoked already', async () => {
    const created = await create('first');
    expect((await revoke(created, '"7"')).status).toBe(412);
    const revoked = await revoke(created);
    const again = await revoke(created, revoked.headers.get('etag'));
    expect([again.status, problemOf(again).code]).toEqual([409, 'token-already-revoked']);
  });

  it('keeps the value from being used again', async () => {
    const value = 'entered-by-hand-0123456789';
    const created = await create('manual', { value });
    expect((await create('again', { value })).status).toBe(409);
    await revoke(created);
    const again = await create('again', { value });
    expect(problemOf(again).code).toBe('token-value-in-use');
  });
});
