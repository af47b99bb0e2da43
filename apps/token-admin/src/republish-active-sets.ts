import 'reflect-metadata';
import { ServiceDataSource } from '@mdm-gate/database';
import { ActiveSetMac } from '@mdm-gate/encryption';
import { Outbox } from '@mdm-gate/outbox';
import {
  CodedError,
  ConfigError,
  exitCodes,
  loadConfig,
  runProgram,
  SystemClock,
} from '@mdm-gate/service-kit';
import type { DataSource } from 'typeorm';
import { AuditTrail } from './audit/audit-trail.ts';
import { configPrefix, activeSetConfigSchema, postgresTlsIn } from './config.ts';
import { databaseOptions } from './database/database-options.ts';
import { CopyHolders } from './heal-stream/copy-holders.ts';
import { OrganizationHealing } from './heal-stream/organization-healing.ts';
import { auditKeysFrom } from './keys/keyrings.ts';
import { ActiveSets } from './organization/active-sets.ts';
import { ChangeTools } from './organization/change-tools.ts';
import { OrganizationEntity } from './organization/organization.entity.ts';

const everyOrganization = async (dataSource: DataSource): Promise<readonly string[]> => {
  const select = { organizationId: true } as const;
  const organizations = await dataSource.manager.find(OrganizationEntity, { select });
  return organizations.map(({ organizationId }) => organizationId);
};

/** Writes a line per organization, and answers with how many there are not. */
const republish = async (healing: OrganizationHealing, organizations: readonly string[]): Promise<number> => {
  let unknown = 0;
  for (const organizationId of organizations) {
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
class NobodyAsked extends CopyHolders {
  override find = () => Promise.resolve({});
  override apply = () => Promise.resolve();
}

await runProgram({
  name: 'token-admin-republish-active-sets',
  usage: `npm run active-sets:republish -- <organization>… | --all
Publishes the active sets of these organizations, or of all, in a new lineage: above whatever copies have.
Takes the settings of token-admin for its database and its keys from the environment.`,
  flags: ['all'],
  failure: 'not every active set could be republished; it may be repeated',
  run: async ({ logger, names, has }) => {
    if (has('all') === names.length > 0) throw new ConfigError('Name the organizations, or --all');
    const config = loadConfig(activeSetConfigSchema, configPrefix);
    const audit = new AuditTrail(auditKeysFrom(config));
    const sets = new ActiveSets(new ActiveSetMac(config.TOKEN_ADMIN_DIGEST_KEYS), new Outbox());
    const dataSource = new ServiceDataSource(
      databaseOptions(config.TOKEN_ADMIN_POSTGRES_URL, logger, postgresTlsIn(config)),
    );
    await dataSource.open();
    const tools = new ChangeTools(dataSource, audit, new SystemClock(), sets);
    const healing = new OrganizationHealing(tools, new NobodyAsked());
    const organizations = has('all') ? await everyOrganization(dataSource) : names;
    const unknown = await republish(healing, organizations);
    await dataSource.destroy();
    return unknown === 0 ? 0 : exitCodes.negative;
  },
});
