import { postgresUrlSchema } from '@mdm-gate/database';
import { keyringSchema, sealingKeySchema, ServiceSeals } from '@mdm-gate/encryption';
import {
  natsFileSettings,
  natsUrlSchema,
  streamReplicasSchema,
  type NatsIdentity,
} from '@mdm-gate/messaging';
import {
  listenHostSchema,
  logLevelSchema,
  numberSchema,
  portSchema,
  secondsSchema,
  setting,
  stopPauseSchema,
  tlsFileSettings,
  tlsFilesIn,
  type TlsFiles,
} from '@mdm-gate/service-kit';
import { z } from 'zod';
import { outboundAllowSchema } from './outbound/outbound-allow.ts';

const postgresFileSettings = tlsFileSettings('PostgreSQL');

/** The environment of the service. All that it reads from there stands here. */
export const configSchema = z.object({
  MDM_PUSH_HEALTH_PORT: setting(
    portSchema.default(8083),
    'Where liveness, readiness and metrics are answered. 0 takes any free port.',
  ),
  MDM_PUSH_HEALTH_HOST: setting(
    listenHostSchema,
    'The address that port listens on. `0.0.0.0` is every address of the machine.',
  ),
  MDM_PUSH_POSTGRES_URL: setting(postgresUrlSchema, 'Where PostgreSQL is.'),
  MDM_PUSH_MIGRATIONS_POSTGRES_URL: setting(
    postgresUrlSchema.optional(),
    "For migrations only: as the role that owns the tables, where the service's own role is another one.",
  ),
  MDM_PUSH_POSTGRES_CA_FILE: postgresFileSettings.ca,
  MDM_PUSH_POSTGRES_CERT_FILE: postgresFileSettings.cert,
  MDM_PUSH_POSTGRES_KEY_FILE: postgresFileSettings.key,
  MDM_PUSH_NATS_URL: setting(natsUrlSchema, 'The servers of one NATS cluster.'),
  MDM_PUSH_NATS_NKEY_SEED_FILE: natsFileSettings.nkeySeed,
  MDM_PUSH_NATS_CREDENTIALS_FILE: natsFileSettings.credentials,
  MDM_PUSH_NATS_CA_FILE: natsFileSettings.ca,
  MDM_PUSH_NATS_CERT_FILE: natsFileSettings.cert,
  MDM_PUSH_NATS_KEY_FILE: natsFileSettings.key,
  MDM_PUSH_TOKEN_ADMIN_SEALING_KEY: setting(
    sealingKeySchema,
    'The public key of token-admin, that secrets for it are sealed to on NATS; `npm run keys:sealing` tells it.',
  ),
  MDM_PUSH_STREAM_REPLICAS: setting(
    streamReplicasSchema,
    'On how many NATS servers each stream of the service is kept at least.',
  ),
  MDM_PUSH_MASTER_KEYS: setting(
    keyringSchema,
    'Keys that the credentials of connections are encrypted under.',
  ),
  MDM_PUSH_DELIVERIES_AT_ONCE: setting(
    numberSchema({ min: 1, max: 1_000, unit: 'deliveries' }).default(128),
    'How many deliveries this replica works on at a time. Most of that time it waits for a vendor.',
  ),
  MDM_PUSH_DRIFT_CHECK_SECONDS: setting(
    secondsSchema(0.001, 86_400).default(300),
    'How long until a delivery that is right is looked at again.',
  ),
  MDM_PUSH_LEASE_SECONDS: setting(
    secondsSchema(0.001, 86_400).default(15),
    'How long without a sign of life until another replica takes a delivery over.',
  ),
  MDM_PUSH_STOP_PAUSE_SECONDS: setting(
    stopPauseSchema,
    'How long the service goes on answering after SIGTERM, not ready, until callers have gone elsewhere.',
  ),
  MDM_PUSH_LOG_LEVEL: setting(logLevelSchema, 'The least that is logged.'),
  MDM_GATE_OUTBOUND_ALLOW: setting(
    outboundAllowSchema,
    'Hosts and networks that may be called although they are private or speak plain http.',
  ),
});
export type Config = z.infer<typeof configSchema>;

/** How secrets cross NATS. */
export const sealsIn = (config: Config): ServiceSeals<'token-admin'> =>
  new ServiceSeals(config.MDM_PUSH_MASTER_KEYS, { 'token-admin': config.MDM_PUSH_TOKEN_ADMIN_SEALING_KEY });

/** Whom the service takes for PostgreSQL, and who it is there. */
export const postgresTlsIn = (config: Readonly<Record<string, unknown>>): TlsFiles =>
  tlsFilesIn(config, 'MDM_PUSH_POSTGRES');

/** Who the service is on NATS. */
export const natsIdentityIn = (config: Config): NatsIdentity => ({
  nkeySeedFile: config.MDM_PUSH_NATS_NKEY_SEED_FILE,
  credentialsFile: config.MDM_PUSH_NATS_CREDENTIALS_FILE,
  ...tlsFilesIn(config, 'MDM_PUSH_NATS'),
});

export const configPrefix = 'MDM_PUSH_';

/** Migrations need the database only; the service's other settings may be there or not. */
export const migrationConfigSchema = configSchema
  .partial()
  .extend(configSchema.pick({ MDM_PUSH_POSTGRES_URL: true }).shape);
