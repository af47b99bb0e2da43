import { postgresUrlSchema } from '@mdm-gate/database';
import { keyringSchema, sealingKeySchema, ServiceSeals } from '@mdm-gate/encryption';
import {
  natsFileSettings,
  natsUrlSchema,
  streamReplicasSchema,
  type NatsIdentity,
} from '@mdm-gate/messaging';
import {
  addressListSchema,
  listenHostSchema,
  logLevelSchema,
  numberSchema,
  portSchema,
  setting,
  stopPauseSchema,
  tlsFileSettings,
  tlsFilesIn,
  textSchema,
  urlSchema,
  withFacts,
  type TlsFiles,
} from '@mdm-gate/service-kit';
import { z } from 'zod';
import { roleMapSchema } from './gateway/claimed-roles.ts';

const postgresFileSettings = tlsFileSettings('PostgreSQL');

/** The environment of the service. All that it reads from there stands here. */
export const configSchema = z.object({
  TOKEN_ADMIN_HTTP_PORT: setting(
    portSchema.default(8080),
    'Where the gateway listens. 0 takes any free port.',
  ),
  TOKEN_ADMIN_HTTP_HOST: setting(
    listenHostSchema,
    'The address the gateway listens on. `0.0.0.0` is every address of the machine.',
  ),
  TOKEN_ADMIN_HEALTH_PORT: setting(
    portSchema.default(8081),
    'Where liveness, readiness and metrics are answered. 0 takes any free port.',
  ),
  TOKEN_ADMIN_HEALTH_HOST: setting(
    listenHostSchema,
    'The address that port listens on. `0.0.0.0` is every address of the machine.',
  ),
  TOKEN_ADMIN_TRUSTED_PROXIES: setting(
    addressListSchema.optional(),
    'Reverse proxies whose `X-Forwarded-For` is believed.',
  ),
  TOKEN_ADMIN_POSTGRES_URL: setting(postgresUrlSchema, 'Where PostgreSQL is.'),
  TOKEN_ADMIN_MIGRATIONS_POSTGRES_URL: setting(
    postgresUrlSchema.optional(),
    "For migrations only: as the role that owns the tables, where the service's own role is another one.",
  ),
  TOKEN_ADMIN_POSTGRES_CA_FILE: postgresFileSettings.ca,
  TOKEN_ADMIN_POSTGRES_CERT_FILE: postgresFileSettings.cert,
  TOKEN_ADMIN_POSTGRES_KEY_FILE: postgresFileSettings.key,
  TOKEN_ADMIN_NATS_URL: setting(natsUrlSchema, 'The servers of one NATS cluster.'),
  TOKEN_ADMIN_NATS_NKEY_SEED_FILE: natsFileSettings.nkeySeed,
  TOKEN_ADMIN_NATS_CREDENTIALS_FILE: natsFileSettings.credentials,
  TOKEN_ADMIN_NATS_CA_FILE: natsFileSettings.ca,
  TOKEN_ADMIN_NATS_CERT_FILE: natsFileSettings.cert,
  TOKEN_ADMIN_NATS_KEY_FILE: natsFileSettings.key,
  TOKEN_ADMIN_MDM_PUSH_SEALING_KEY: setting(
    sealingKeySchema,
    'The public key of mdm-push, that secrets for it are sealed to on NATS; `npm run keys:sealing` tells it.',
  ),
  TOKEN_ADMIN_STREAM_REPLICAS: setting(
    streamReplicasSchema,
    'On how many NATS servers each stream of the service is kept at least.',
  ),
  TOKEN_ADMIN_OIDC_ISSUER: setting(
    urlSchema('http', 'https'),
    'The OpenID Connect issuer whose access tokens are taken; its keys are found by discovery.',
    { example: 'https://login.example.com' },
  ),
  TOKEN_ADMIN_OIDC_AUDIENCE: setting(
    textSchema.default('mdm-gate'),
    'The audience that access tokens must be meant for.',
  ),
  TOKEN_ADMIN_OIDC_ROLES_CLAIM: setting(
    textSchema.default('mdm_gate_roles'),
    'The claim of access tokens that holds the roles; nested claims are written with dots, as `realm_access.roles`.',
  ),
  TOKEN_ADMIN_OIDC_ROLE_MAP: setting(
    withFacts(roleMapSchema, {
      expected: 'a JSON object of entries and roles',
      example: '{"Security-MDM": "acme:administrator"}',
    }).optional(),
    'What the entries of that claim mean, as JSON: `{"<entry>": "acme:administrator"}`. Left out, they are roles as they are.',
  ),
  TOKEN_ADMIN_OIDC_TOKEN_TYPE: setting(
    withFacts(z.enum(['at+jwt', 'JWT']).default('at+jwt'), { expected: '`at+jwt` or `JWT`' }),
    'The `typ` of access tokens. `JWT` for identity providers that do not follow RFC 9068; `at+jwt` is taken then too.',
  ),
  TOKEN_ADMIN_OIDC_LIFETIME_MAX_SECONDS: setting(
    numberSchema({ min: 60, max: 31_536_000, unit: 'seconds' }).default(86_400),
    'How long an access token may be valid in all.',
  ),
  TOKEN_ADMIN_PUBLIC_URL: setting(
    urlSchema('http', 'https').optional(),
    'Where browsers find the gateway, with the path that a reverse proxy takes away. Needed but on this machine itself.',
    { example: 'https://gate.example.com' },
  ),
  TOKEN_ADMIN_CONSOLE_CLIENT_ID: setting(
    textSchema.optional(),
    'The client that the issuer knows the admin console by; without it nobody can sign in there.',
  ),
  TOKEN_ADMIN_CONSOLE_CLIENT_SECRET: setting(
    textSchema.optional(),
    'The secret of that client; left out for a public client.',
    { secret: true },
  ),
  TOKEN_ADMIN_CONSOLE_SCOPE: setting(
    textSchema.default('openid profile'),
    'What the console asks the issuer for, separated by spaces. Many issuers give refresh tokens for `offline_access` only.',
  ),
  TOKEN_ADMIN_CONSOLE_IDLE_MINUTES: setting(
    numberSchema({ min: 1, max: 1_440, unit: 'minutes' }).default(30),
    'A session in the console that is not used for so long ends.',
  ),
  TOKEN_ADMIN_CONSOLE_SESSION_HOURS: setting(
    numberSchema({ min: 1, max: 168, unit: 'hours' }).default(12),
    'Every session in the console ends after so long.',
  ),
  TOKEN_ADMIN_HEAL_INTERVAL_SECONDS: setting(
    numberSchema({ min: 1, max: 86_400, unit: 'seconds' }).default(60),
    'How often the database is compared with the stream.',
  ),
  TOKEN_ADMIN_DEVICES_KEPT_DAYS: setting(
    numberSchema({ min: 1, max: 3_650, unit: 'days' }).default(90),
    'Devices that were not seen for so long are forgotten.',
  ),
  TOKEN_ADMIN_UNPROVEN_DEVICES_MAX: setting(
    numberSchema({ min: 0, max: 100_000_000, unit: 'devices' }).default(250_000),
    'How many devices of one organization are kept that never proceeded by a token: their ids may be invented.',
  ),
  TOKEN_ADMIN_REQUESTS_PER_MINUTE: setting(
    numberSchema({ min: 1, max: 100_000_000, unit: 'requests per minute' }).default(6_000),
    'How many requests one caller may make; who has no role gets a hundredth of it.',
  ),
  TOKEN_ADMIN_MASTER_KEYS: setting(keyringSchema, 'Keys that token values are encrypted under.'),
  TOKEN_ADMIN_DIGEST_KEYS: setting(
    keyringSchema,
    'Keys that token values are compared under; the verifier holds the same.',
  ),
  TOKEN_ADMIN_AUDIT_KEYS: setting(
    keyringSchema,
    'Keys that the audit trail is chained under. Nobody who can write the database should be able to read them.',
  ),
  TOKEN_ADMIN_STOP_PAUSE_SECONDS: setting(
    stopPauseSchema,
    'How long the service goes on answering after SIGTERM, not ready, until callers have gone elsewhere.',
  ),
  TOKEN_ADMIN_LOG_LEVEL: setting(logLevelSchema, 'The least that is logged.'),
});
export type Config = z.infer<typeof configSchema>;

/** How secrets cross NATS. */
export const sealsIn = (config: Config): ServiceSeals<'mdm-push'> =>
  new ServiceSeals(config.TOKEN_ADMIN_MASTER_KEYS, { 'mdm-push': config.TOKEN_ADMIN_MDM_PUSH_SEALING_KEY });

/** Whom the service takes for PostgreSQL, and who it is there. */
export const postgresTlsIn = (config: Readonly<Record<string, unknown>>): TlsFiles =>
  tlsFilesIn(config, 'TOKEN_ADMIN_POSTGRES');

/** Who the service is on NATS. */
export const natsIdentityIn = (config: Config): NatsIdentity => ({
  nkeySeedFile: config.TOKEN_ADMIN_NATS_NKEY_SEED_FILE,
  credentialsFile: config.TOKEN_ADMIN_NATS_CREDENTIALS_FILE,
  ...tlsFilesIn(config, 'TOKEN_ADMIN_NATS'),
});

export const configPrefix = 'TOKEN_ADMIN_';

/** Programs beside the service need the database; the other settings may be there or not. */
export const databaseConfigSchema = configSchema
  .partial()
  .extend(configSchema.pick({ TOKEN_ADMIN_POSTGRES_URL: true }).shape);

/** The parts that the keyrings are made of. */
export type KeyConfig = Pick<Config, 'TOKEN_ADMIN_MASTER_KEYS' | 'TOKEN_ADMIN_DIGEST_KEYS'>;
export type AuditKeyConfig = Pick<Config, 'TOKEN_ADMIN_AUDIT_KEYS'>;

/** For programs that read the audit trail, or add to it. */
export const auditConfigSchema = databaseConfigSchema.extend(
  configSchema.pick({ TOKEN_ADMIN_AUDIT_KEYS: true }).shape,
);

/** The part that makes active sets: without the keys of the values. */
export const activeSetConfigSchema = auditConfigSchema.extend(
  configSchema.pick({ TOKEN_ADMIN_DIGEST_KEYS: true }).shape,
);

/** For programs that move what is stored to other keys. */
export const keyConfigSchema = auditConfigSchema.extend(
  configSchema.pick({ TOKEN_ADMIN_MASTER_KEYS: true, TOKEN_ADMIN_DIGEST_KEYS: true }).shape,
);
