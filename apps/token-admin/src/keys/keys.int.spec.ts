import { randomBytes } from 'node:crypto';
import { Keyring } from '@mdm-gate/encryption';
import { createLogger, loadConfig, SystemClock } from '@mdm-gate/service-kit';
import { waitFor } from '@mdm-gate/testing';
import { configPrefix, configSchema } from '../config.ts';
import { newestSets } from '../fixtures/newest-sets.ts';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';
import { startTokenAdmin } from '../start-token-admin.ts';
import { KeyRotation } from './key-rotation.ts';
import { auditKeysIn } from '../fixtures/audit-keys-in.ts';
import { keyringsFrom } from './keyrings.ts';

const key = () => randomBytes(32).toString('base64url');
const keyring = (current: string, keys: Readonly<Record<string, string>>) =>
  JSON.stringify({ current, keys });
const quiet = createLogger('token-admin', { level: 'silent' });

describe('keys', () => {
  const [old, next] = [key(), key()];
  let gateway: RunningGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    const both = keyring('old', { old });
    gateway = await startGateway({ TOKEN_ADMIN_MASTER_KEYS: both, TOKEN_ADMIN_DIGEST_KEYS: both });
    organization = await createOrganization(gateway);
    await connectMdm(organization);
  });
  afterAll(() => gateway.stop());

  const startWith = async (keys: string): Promise<void> => {
    const environment = {
      ...gateway.environment,
      TOKEN_ADMIN_MASTER_KEYS: keys,
      TOKEN_ADMIN_DIGEST_KEYS: keys,
    };
    const service = await startTokenAdmin(loadConfig(configSchema, configPrefix, environment), quiet);
    await service.stop();
  };

  it('are rotated while the service runs: values stay, digests change in one version, and the old key may go', async () => {
    const { administrator, path, organizationId } = organization;
    const created = await administrator.post(`${path}/mdm-tokens`, {
      label: 'first',
      value: 'by-hand-before-edit',
    });
    const { tokenId } = (created.body as { token: { tokenId: string } }).token;
    const ifMatch = created.headers.get('etag');
    await administrator.patch(`${path}/mdm-tokens/${tokenId}`, { value: 'by-hand-after-edit' }, { ifMatch });
    const before = await waitFor(async () => {
      const set = (await newestSets(gateway)).get(organizationId);
      return set?.version === 4 && set;
    });

    const environment = {
      TOKEN_ADMIN_MASTER_KEYS: Keyring.fromConfig(keyring('next', { old, next })),
      TOKEN_ADMIN_DIGEST_KEYS: Keyring.fromConfig(keyring('next', { old, next })),
    };
    const auditKeys = auditKeysIn(gateway.environment);
    const tools = {
      dataSource: gateway.database,
      clock: new SystemClock(),
      auditKeys,
      ...keyringsFrom(environment),
    };
    const rotation = new KeyRotation(tools);
    expect(await rotation.rotateAll()).toEqual({ rewrapped: 2, redigested: 2 });
    expect(await rotation.rotateAll()).toEqual({ rewrapped: 0, redigested: 0 });

    const after = await waitFor(async () => {
      const set = (await newestSets(gateway)).get(organizationId);
      return set?.version === before.version + 1 && set;
    });
    expect(after.tokens.map(({ state, digestKeyId }) => `${state} ${digestKeyId}`)).toEqual([
      'active next',
      'revoked next',
    ]);
    expect(after.tokens.map(({ digest }) => digest)).not.toEqual(before.tokens.map(({ digest }) => digest));

    const verdict = await administrator.get(`${path}/audit-events/verification`);
    expect(verdict.body).toMatchObject({ intact: true });
    await startWith(keyring('next', { next }));
  });

  it('that are lost, or replaced under the same name, keep the service from starting, and are named', async () => {
    await expect(startWith(keyring('old', { old }))).rejects.toThrow(
      /"next", which TOKEN_ADMIN_MASTER_KEYS lacks/,
    );
    await expect(startWith(keyring('next', { next: key() }))).rejects.toThrow(
      /"next", which TOKEN_ADMIN_MASTER_KEYS/,
    );
    await expect(startWith('{"current":"x","keys":{}}')).rejects.toThrow(
      /current key "x" is not among the keys/,
    );
  });
});
