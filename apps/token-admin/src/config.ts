import { natsUrlSchema, streamReplicasSchema } from '@mdm-gate/messaging';
import { listenHostSchema, portSchema, urlSchema } from '@mdm-gate/service-kit';
import { z } from 'zod';

const postgresUrl = urlSchema('postgres', 'postgresql');

/** The environment of the service. All that it reads from there stands here. */
export const configSchema = z.object({
  /** Where the gateway listens. Port 0 takes any free one; host 0.0.0.0 is every address of the machine. */
  TOKEN_ADMIN_HTTP_PORT: portSchema.default(8080),
  TOKEN_ADMIN_HTTP_HOST: listenHostSchema,
  /** Liveness, readiness and metrics. Port 0 takes any free one. */
  TOKEN_ADMIN_HEALTH_PORT: portSchema.default(8081),
  TOKEN_ADMIN_HEALTH_HOST: listenHostSchema,
  /** Addresses or CIDR blocks of reverse proxies, separated by commas, whose X-Forwarded-For is believed. */
  TOKEN_ADMIN_TRUSTED_PROXIES: z.string().optional(),
  TOKEN_ADMIN_POSTGRES_URL: postgresUrl,
  /** For migrations only: the role that owns the tables, where the service's own role is another one. */
  TOKEN_ADMIN_MIGRATIONS_POSTGRES_URL: postgresUrl.optional(),
  /** The servers of one cluster, separated by commas. */
  TOKEN_ADMIN_NATS_URL: natsUrlSchema,
  /** How many NATS servers keep each stream at least. */
  TOKEN_ADMIN_STREAM_REPLICAS: streamReplicasSchema,
  /** The OpenID Connect issuer whose access tokens are taken; its keys are found by discovery. */
  TOKEN_ADMIN_OIDC_ISSUER: urlSchema('http', 'https'),
  TOKEN_ADMIN_OIDC_AUDIENCE: z.string().min(1).default('mdm-gate'),
  /** Where browsers find the gateway, with the path that a reverse proxy takes away; needed but on this machine itself. */
  TOKEN_ADMIN_PUBLIC_URL: urlSchema('http', 'https').optional(),
  /** The client that the issuer knows the admin console by; without it nobody can sign in there. */
  TOKEN_ADMIN_CONSOLE_CLIENT_ID: z.string().min(1).optional(),
  /** Left out for a public client. */
  TOKEN_ADMIN_CONSOLE_CLIENT_SECRET: z.string().min(1).optional(),
  /** What the console asks the issuer for, separated by spaces. Many issuers give refresh tokens for `offline_access` only. */
  TOKEN_ADMIN_CONSOLE_SCOPE: z.string().min(1).default('openid profile'),
  /** A session in the console that is not used for so long ends. */
  TOKEN_ADMIN_CONSOLE_IDLE_MINUTES: z.coerce.number().int().min(1).max(1_440).default(30),
  /** Every session in the console ends after so long. */
  TOKEN_ADMIN_CONSOLE_SESSION_HOURS: z.coerce.number().int().min(1).max(168).default(12),
  /** How often the database is compared with the stream. */
  TOKEN_ADMIN_HEAL_INTERVAL_SECONDS: z.coerce.number().int().min(1).default(60),
  /** Devices that were not seen for so long are forgotten. */
  TOKEN_ADMIN_DEVICES_KEPT_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
  /** How many devices of one organization are kept that never proceeded by a token: their ids may be invented. */
  TOKEN_ADMIN_UNPROVEN_DEVICES_MAX: z.coerce.number().int().min(0).default(250_000),
  /** How many requests one caller may make per minute. */
  TOKEN_ADMIN_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(6_000),
  /** Keys that token values are encrypted under, as JSON or as the path of a file. */
  TOKEN_ADMIN_MASTER_KEYS: z.string().optional(),
  TOKEN_ADMIN_MASTER_KEYS_FILE: z.string().optional(),
  /** Keys that token values are compared under; the verifier holds the same. */
  TOKEN_ADMIN_DIGEST_KEYS: z.string().optional(),
  TOKEN_ADMIN_DIGEST_KEYS_FILE: z.string().optional(),
  /** Keys that the audit trail is chained under. Nobody who can write the database should be able to read them. */
  TOKEN_ADMIN_AUDIT_KEYS: z.string().optional(),
  TOKEN_ADMIN_AUDIT_KEYS_FILE: z.string().optional(),
  TOKEN_ADMIN_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});
export type Config = z.infer<typeof configSchema>;

export const configPrefix = 'TOKEN_ADMIN_';

/** The part that the keyrings are made of. */
export type KeyConfig = Pick<
  Config,
  | 'TOKEN_ADMIN_MASTER_KEYS'
  | 'TOKEN_ADMIN_MASTER_KEYS_FILE'
  | 'TOKEN_ADMIN_DIGEST_KEYS'
  | 'TOKEN_ADMIN_DIGEST_KEYS_FILE'
>;
export type AuditKeyConfig = Pick<Config, 'TOKEN_ADMIN_AUDIT_KEYS' | 'TOKEN_ADMIN_AUDIT_KEYS_FILE'>;

/** Programs beside the service need the database, some of them the keys; the other settings may be there or not. */
export const databaseConfigSchema = configSchema.partial().required({ TOKEN_ADMIN_POSTGRES_URL: true });
