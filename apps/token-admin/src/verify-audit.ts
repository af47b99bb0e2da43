import 'reflect-metadata';
import { ServiceDataSource } from '@mdm-gate/database';
import { exitCodes, loadConfig, runProgram } from '@mdm-gate/service-kit';
import type { DataSource } from 'typeorm';
import type { AuditKeys } from './audit/audit-keys.ts';
import { AuditReader } from './audit/audit-reader.ts';
import { configPrefix, auditConfigSchema, postgresTlsIn } from './config.ts';
import { databaseOptions } from './database/database-options.ts';
import { auditKeysFrom } from './keys/keyrings.ts';
import { OrganizationEntity } from './organization/organization.entity.ts';

/** Writes a line per organization, and answers with how many trails are not intact. */
const verifyAll = async (dataSource: DataSource, keys: AuditKeys): Promise<number> => {
  const reader = new AuditReader(dataSource, keys);
  const organizations = await dataSource.manager.find(OrganizationEntity, {
    select: { organizationId: true },
    order: { organizationId: 'ASC' },
  });
  let broken = 0;
  for (const { organizationId } of organizations) {
    const { events, headHash, faults } = await reader.verify(organizationId);
    if (faults.length > 0) broken += 1;
    process.stdout.write(
      `${JSON.stringify({ organizationId, intact: faults.length === 0, events, headHash, faults })}\n`,
    );
  }
  process.stdout.write(`${organizations.length} audit trails, ${broken} not intact\n`);
  return broken;
};

await runProgram({
  name: 'token-admin-verify-audit',
  usage: `npm run audit:verify
Says of each organization's audit trail whether it was changed, shortened or reordered; then the exit code is 1.
Takes TOKEN_ADMIN_POSTGRES_URL and TOKEN_ADMIN_AUDIT_KEYS from the environment.`,
  failure: 'the audit trails could not be verified',
  run: async ({ logger }) => {
    const config = loadConfig(auditConfigSchema, configPrefix);
    const keys = auditKeysFrom(config);
    const dataSource = new ServiceDataSource(
      databaseOptions(config.TOKEN_ADMIN_POSTGRES_URL, logger, postgresTlsIn(config)),
    );
    await dataSource.open();
    const broken = await verifyAll(dataSource, keys);
    await dataSource.destroy();
    return broken === 0 ? 0 : exitCodes.negative;
  },
});
