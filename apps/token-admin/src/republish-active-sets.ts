import 'reflect-metadata';
import { ServiceDataSource } from '@mdm-gate/database';
import { Outbox } from '@mdm-gate/outbox';
import { CodedError, ConfigError, createLogger, loadConfig, SystemClock } from '@mdm-gate/service-kit';
import type { DataSource } from 'typeorm';
import { AuditTrail } from './audit/audit-trail.ts';
import { configPrefix, databaseConfigSchema } from './config.ts';
import { databaseOptions } from './database/database-options.ts';
import { OrganizationHealing } from './heal-stream/organization-healing.ts';
import { auditKeysFrom, keyringsFrom } from './keys/keyrings.ts';
import { ActiveSets } from './organization/active-sets.ts';
import { ChangeTools } from './organization/change-tools.ts';
import { OrganizationEntity } from './organization/organization.entity.ts';

const logger = createLogger('token-admin-republish-active-sets');
const everyOrganization = '--all';
const usage = `Name the organizations, or ${everyOrganization}`;

const wanted = async (dataSource: DataSource, given: readonly string[]): Promise<readonly string[]> => {
  if (!given.includes(everyOrganization)) return given;
  const select = { organizationId: true } as const;
  const organizations = await dataSource.manager.find(OrganizationEntity, { select });
  return organizations.map(({ organizationId }) => organizationId);
};

/** Writes a line per organization, and answers with how many there are not. */
const republish = async (
  dataSource: DataSource,
  healing: OrganizationHealing,
  given: readonly string[],
): Promise<number> => {
  let unknown = 0;
  for (const organizationId of await wanted(dataSource, given)) {
    const outcome = await healing.republish(organizationId, 'active-sets-republish').then(
      ({ version }) => `version ${version} is published`,
      (error: unknown) => {
        if (!(error instanceof CodedError) || error.code !== 'not-found') throw error;
        unknown += 1;
        return 'there is no such organization';
      },
    );
    process.stdout.write(`${organizationId}: ${outcome}\n`);
  }
  return unknown;
};

/** A new lineage is later than those that copies have, whatever they are; the running service compares. */
const nobodyAsked = { find: () => Promise.resolve({}), apply: () => Promise.resolve() };

const given = process.argv.slice(2);
try {
  if (given.length === 0) throw new ConfigError(usage);
  const config = loadConfig(databaseConfigSchema, configPrefix);
  const { macs } = keyringsFrom(config);
  const audit = new AuditTrail(auditKeysFrom(config));
  const dataSource = new ServiceDataSource(databaseOptions(config.TOKEN_ADMIN_POSTGRES_URL, logger));
  await dataSource.open();
  const sets = new ActiveSets(macs, new Outbox());
  const healing = new OrganizationHealing(
    new ChangeTools(dataSource, audit, new SystemClock(), sets),
    nobodyAsked,
  );
  process.exitCode = (await republish(dataSource, healing, given)) === 0 ? 0 : 1;
  await dataSource.destroy();
} catch (error) {
  const reason = error instanceof ConfigError ? { reason: error.message } : { err: error };
  logger.fatal(reason, 'not every active set could be republished; it may be repeated');
  process.exitCode = 2;
}
