import { randomBytes } from 'node:crypto';
import { createLogger, loadConfig } from '@mdm-gate/service-kit';
import { waitFor } from '@mdm-gate/testing';
import { configPrefix, configSchema } from '../config.ts';
import {
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';
import { tamper } from '../fixtures/tampering.ts';
import { lockOrganization, saveOrganization } from '../organization/load-organization.ts';
import { startTokenAdmin } from '../start-token-admin.ts';
import { AuditReader } from './audit-reader.ts';
import type { AuditRow } from './audit-row.ts';
import { auditKeysIn } from '../fixtures/audit-keys-in.ts';
import { chainHash, emptyChain } from './hash-chain.ts';

const key = () => randomBytes(32).toString('base64url');

describe('the audit key', () => {
  const [first, second] = [key(), key()];
  const ring = (current: string, keys: Readonly<Record<string, string>>) => ({
    TOKEN_ADMIN_AUDIT_KEYS: JSON.stringify({ current, keys }),
  });
  let gateway: RunningGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway({ ...ring('first', { first }), TOKEN_ADMIN_HEAL_INTERVAL_SECONDS: '1' });
  });
  beforeEach(async () => {
    organization = await createOrganization(gateway);
  });
  afterAll(() => gateway.stop());

  const startWith = async (keys: Readonly<Record<string, string>>) => {
    const environment = { ...gateway.environment, ...keys };
    const quiet = createLogger('token-admin', { level: 'silent' });
    return startTokenAdmin(loadConfig(configSchema, configPrefix, environment), quiet);
  };
  const reader = (keys: Readonly<Record<string, string>>) =>
    new AuditReader(gateway.database, auditKeysIn(keys));
  const rows = async (): Promise<readonly AuditRow[]> => {
    const read: AuditRow[] = [];
    const trail = reader(ring('first', { first })).rows(organization.organizationId);
    for await (const row of trail) read.push(row);
    return read;
  };
  const lastRow = (action: string) =>
    waitFor(async () => {
      const last = (await rows()).at(-1);
      return last?.action === action && last;
    });

  /** As the service wrote it before there were keys. */
  const unkey = async (): Promise<string> => {
    let head = emptyChain;
    for (const row of await rows()) {
      const hash = chainHash(auditKeysIn(gateway.environment), head.hash, { ...row, keyId: null });
      head = { sequence: row.sequence, hash };
      await tamper(
        gateway.database,
        `UPDATE token_admin.audit_events SET key_id = NULL, hash = $3 WHERE organization_id = $1 AND sequence = $2`,
        [row.organizationId, row.sequence, hash],
      );
    }
    // As the service writes it too: a row that somebody else wrote begins a new lineage, which the audit trail tells.
    await gateway.database.transaction(async (manager) => {
      const row = await lockOrganization(manager, organization.organizationId);
      row.auditHash = head.hash;
      await saveOrganization(manager, row);
    });
    return head.hash;
  };

  it('is taken into use for a chain from before there were keys, linked to its end', async () => {
    const headHash = await unkey();
    const service = await startWith({});
    try {
      expect(await lastRow('useAuditKey')).toMatchObject({
        keyId: 'first',
        before: { keyId: null, events: 1, headHash },
        after: { keyId: 'first' },
      });
    } finally {
      await service.stop();
    }
    const { faults } = await reader(gateway.environment).verify(organization.organizationId);
    expect(faults).toEqual([]);
  });

  it('is rotated by name: every chain goes on under the new one, and is verified with both', async () => {
    const both = ring('second', { first, second });
    const service = await startWith(both);
    try {
      expect(await lastRow('useAuditKey')).toMatchObject({
        keyId: 'second',
        before: { keyId: 'first' },
        after: { keyId: 'second' },
      });
      expect((await reader(both).verify(organization.organizationId)).faults).toEqual([]);
    } finally {
      await service.stop();
    }
    await expect(startWith(ring('second', { second }))).rejects.toThrow(
      /the key "first", which TOKEN_ADMIN_AUDIT_KEYS lacks/,
    );
    await expect(startWith(ring('second', { first: key(), second }))).rejects.toThrow(
      /the key "first", which TOKEN_ADMIN_AUDIT_KEYS lacks or has another key for/,
    );
  });
});
