import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAuthentication, checkPairing, tokenValue } from '@mdm-gate/contracts';
import { startRedis, waitFor, type RunningProcess, type RunningServer } from '@mdm-gate/testing';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
} from './fixtures/running-gateway.ts';
import { streamMessages } from './fixtures/stream-messages.ts';
import { startVerifierProcess } from './fixtures/verifier-process.ts';

const allRows = async ({ database }: RunningGateway): Promise<string> => {
  const tables = await database.query<{ name: string }[]>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'token_admin'`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) => database.query<object[]>(`SELECT * FROM token_admin."${name}"`)),
  );
  return JSON.stringify(rows);
};

/** Every write that Redis was ever asked for, whatever the type, what is gone by now as well. */
const allRedisWrites = async ({ dataDir }: RunningServer): Promise<string> => {
  const folder = join(dataDir, 'appendonlydir');
  const files = (await readdir(folder)).map((file) => readFile(join(folder, file), 'latin1'));
  return (await Promise.all(files)).join('\n');
};

describe('a secret', () => {
  let gateway: RunningGateway;
  let redis: RunningServer;
  let verifier: RunningProcess;
  beforeAll(async () => {
    gateway = await startGateway({}, { realVerifier: true });
    redis = await startRedis({ persistence: 'every-write' });
    verifier = await startVerifierProcess({
      VERIFIER_REDIS_URL: redis.url,
      VERIFIER_NATS_URL: gateway.nats.url,
      VERIFIER_DIGEST_KEYS: gateway.environment['TOKEN_ADMIN_DIGEST_KEYS'] ?? '',
    });
  });
  afterAll(async () => {
    await verifier.stop();
    await redis.stop();
    await gateway.stop();
  });

  /** The replies to devices that present these values, right ones and wrong ones, once the verifier knows the organization. */
  const verifierReplies = async (organizationId: string, values: readonly string[]): Promise<string[]> => {
    const { requester } = gateway.neighbours;
    const about = (mdmToken: string) =>
      ({ organizationId, deviceId: randomUUID(), platform: 'ios', mdmToken }) as const;
    await waitFor(async () => (await requester.ask(checkPairing, about('unknown'))).activeSetVersion > 0);
    const replies = await Promise.all(
      values.flatMap((value) =>
        [checkPairing, checkAuthentication].map((contract) => requester.ask(contract, about(value))),
      ),
    );
    const refused = await requester
      .ask(checkPairing, { ...about(values[0] ?? ''), organizationId: values[0] ?? '' })
      .catch((error: unknown) => JSON.stringify(error, ['code', 'detail', 'message', 'issues']));
    return [...replies, refused].map((reply) => JSON.stringify(reply));
  };

  it('is in no log line, event, row, Redis write or reply, and in no answer that does not exist to show it', async () => {
    const organization = await createOrganization(gateway);
    const { administrator, path, organizationId } = organization;
    const tokens = `${path}/mdm-tokens`;
    const answers: string[] = [];
    const note = <Reply extends { text: string }>(reply: Reply): Reply => {
      answers.push(reply.text);
      return reply;
    };
    const credentials = { clientId: 'client', clientSecret: 'a-client-secret-of-an-mdm' };
    const connection = {
      name: 'Intune',
      vendor: 'intune',
      settings: { tenantId: randomUUID() },
      credentials,
    };
    note(await administrator.post(`${path}/mdm-connections`, connection));
    const connectionId = await connectMdm(organization);

    const headers = { 'idempotency-key': randomUUID() };
    const generated = await administrator.post(tokens, { label: 'generated' }, { headers });
    const { token, value } = generated.body as { token: { tokenId: string }; value: string };
    const manual = 'entered-by-hand-and-secret';
    const edited = 'edited-by-hand-and-secret';
    const created = await administrator.post(tokens, { label: 'manual', value: manual });
    const { tokenId } = (created.body as { token: { tokenId: string } }).token;
    note(await administrator.post(tokens, { label: 'again', value: manual }));
    note(await administrator.post(tokens, { label: 7, value: manual }));
    note(await administrator.post(tokens, `{"label":"x","value":"${manual}"`));
    note(await administrator.post(tokens, { label: 'x', valeu: manual }));
    note(await administrator.get(`${tokens}?cursor=${manual}`));
    note(await administrator.patch(`${tokens}/${tokenId}`, { value: edited }, { ifMatch: '"7"' }));
    note(await administrator.patch(`${tokens}/${tokenId}`, { value: edited }, { ifMatch: '"1"' }));
    expect((await administrator.post(`${tokens}/${token.tokenId}/reveal`)).body).toMatchObject({ value });
    const request = { organizationId, tokenId: token.tokenId, connectionId };
    const given = await gateway.neighbours.requester.ask(tokenValue, request);
    expect(given.value).toBe(value);
    note(
      await administrator.post(`${tokens}/${tokenId}/revoke`, { because: 'compromised' }, { ifMatch: '"2"' }),
    );
    for (const url of [tokens, `${tokens}/${tokenId}`, `${path}/audit-events`, `${path}/mdm-connections`]) {
      note(await administrator.get(url));
    }

    const keys = ['TOKEN_ADMIN_MASTER_KEYS', 'TOKEN_ADMIN_DIGEST_KEYS', 'TOKEN_ADMIN_AUDIT_KEYS'].flatMap(
      (name) =>
        Object.values(
          (JSON.parse(gateway.environment[name] ?? '{}') as { keys: Record<string, string> }).keys,
        ),
    );
    const bearer = await gateway.issuer.token(['platform-administrator']);
    await fetch(`${gateway.url}/api/v1/organizations`, { headers: { authorization: `Bearer ${bearer}` } });
    const secrets = [value, manual, edited, credentials.clientSecret, bearer, ...keys];
    const replies = await verifierReplies(organizationId, [value, manual, edited, credentials.clientSecret]);
    expect(await allRedisWrites(redis)).toContain(organizationId);
    const places = {
      redis: await allRedisWrites(redis),
      verifierLog: verifier.output(),
      verifierReplies: replies.join('\n'),
      log: gateway.log(),
      events: JSON.stringify(await streamMessages(gateway)),
      rows: await allRows(gateway),
      answers: answers.join('\n'),
    };
    for (const [place, text] of Object.entries(places)) {
      expect({ place, empty: text.length < 500 }).toEqual({ place, empty: false });
      const found = secrets.filter((secret) => text.includes(secret));
      expect({ place, found: found.length }).toEqual({ place, found: 0 });
    }
  });

  it('is given to mdm-push on record, and not once it is revoked', async () => {
    const organization = await createOrganization(gateway);
    const { administrator, path, organizationId } = organization;
    const connectionId = await connectMdm(organization);
    const created = await administrator.post(`${path}/mdm-tokens`, { label: 'first' });
    const { tokenId } = (created.body as { token: { tokenId: string } }).token;
    const ask = () => gateway.neighbours.requester.ask(tokenValue, { organizationId, tokenId, connectionId });
    await ask();
    const { body } = await administrator.get(`${path}/audit-events?limit=1`);
    expect(body).toMatchObject({
      items: [
        { action: 'giveTokenValue', actor: { type: 'service', id: 'mdm-push' }, after: { connectionId } },
      ],
    });
    await administrator.post(
      `${path}/mdm-tokens/${tokenId}/revoke`,
      { because: 'retired' },
      { ifMatch: '"1"' },
    );
    await expect(ask()).rejects.toMatchObject({ code: 'token-already-revoked' });
    const unknown = { organizationId, tokenId: randomUUID(), connectionId };
    await expect(gateway.neighbours.requester.ask(tokenValue, unknown)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
