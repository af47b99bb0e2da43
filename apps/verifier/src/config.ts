import { z } from 'zod';
import { keyringSchema, type Keyring } from '@mdm-gate/encryption';
import {
  natsFileSettings,
  natsUrlSchema,
  streamReplicasSchema,
  type NatsIdentity,
} from '@mdm-gate/messaging';
import {
  listenHostSchema,
  loadConfig,
  logLevelSchema,
  numberSchema,
  portSchema,
  setting,
  stopPauseSchema,
  textSchema,
  tlsFileSettings,
  tlsFilesIn,
} from '@mdm-gate/service-kit';
import { redisUrlSchema, type RedisAddress } from './active-set/redis-url.ts';

const redisFileSettings = tlsFileSettings('Redis');

/** The environment of the service. All that it reads from there stands here. */
export const configSchema = z.object({
  VERIFIER_HEALTH_PORT: setting(
    portSchema.default(8082),
    'Where liveness, readiness and metrics are answered. 0 takes any free port.',
  ),
  VERIFIER_HEALTH_HOST: setting(
    listenHostSchema,
    'The address that port listens on. `0.0.0.0` is every address of the machine.',
  ),
  VERIFIER_REDIS_URL: setting(redisUrlSchema, 'Where Redis is, or the Sentinels that know its master.'),
  VERIFIER_REDIS_SENTINEL_USER: setting(
    textSchema.optional(),
    'The user at the Sentinels; the one in the URL is the user at Redis.',
  ),
  VERIFIER_REDIS_SENTINEL_PASSWORD: setting(
    textSchema.optional(),
    'The password at the Sentinels; the one in the URL is the password at Redis.',
    { secret: true },
  ),
  VERIFIER_REDIS_CA_FILE: redisFileSettings.ca,
  VERIFIER_REDIS_CERT_FILE: redisFileSettings.cert,
  VERIFIER_REDIS_KEY_FILE: redisFileSettings.key,
  VERIFIER_NATS_URL: setting(natsUrlSchema, 'The servers of one NATS cluster.'),
  VERIFIER_NATS_NKEY_SEED_FILE: natsFileSettings.nkeySeed,
  VERIFIER_NATS_CREDENTIALS_FILE: natsFileSettings.credentials,
  VERIFIER_NATS_CA_FILE: natsFileSettings.ca,
  VERIFIER_NATS_CERT_FILE: natsFileSettings.cert,
  VERIFIER_NATS_KEY_FILE: natsFileSettings.key,
  VERIFIER_STREAM_REPLICAS: setting(
    streamReplicasSchema,
    'On how many NATS servers each stream of the service is kept at least.',
  ),
  VERIFIER_REMEMBERED_DEVICES: setting(
    numberSchema({ min: 1_000, max: 50_000_000, unit: 'devices' }).default(1_000_000),
    'Of how many devices it is remembered what was last said of them: some 32 bytes for each.',
  ),
  VERIFIER_DIGEST_KEYS: setting(
    keyringSchema,
    'The keys that token values are digested under, the same as those of token-admin.',
  ),
  VERIFIER_STOP_PAUSE_SECONDS: setting(
    stopPauseSchema,
    'How long the service goes on answering after SIGTERM, not ready, until callers have gone elsewhere.',
  ),
  VERIFIER_LOG_LEVEL: setting(logLevelSchema, 'The least that is logged.'),
});

export const configPrefix = 'VERIFIER_';

export interface Config {
  readonly health: { readonly host: string; readonly port: number };
  readonly redis: RedisAddress;
  readonly natsUrl: string;
  readonly natsIdentity: NatsIdentity;
  readonly streamReplicas: number;
  readonly digestKeys: Keyring;
  readonly rememberedDevices: number;
  readonly logLevel: string;
  readonly stopPauseMs: number;
}

export const readConfig = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config => {
  const read = loadConfig(configSchema, configPrefix, environment);
  return {
    health: { host: read.VERIFIER_HEALTH_HOST, port: read.VERIFIER_HEALTH_PORT },
    redis: {
      url: read.VERIFIER_REDIS_URL,
      sentinelUser: read.VERIFIER_REDIS_SENTINEL_USER,
      sentinelPassword: read.VERIFIER_REDIS_SENTINEL_PASSWORD,
      tls: tlsFilesIn(read, 'VERIFIER_REDIS'),
    },
    natsUrl: read.VERIFIER_NATS_URL,
    natsIdentity: {
      nkeySeedFile: read.VERIFIER_NATS_NKEY_SEED_FILE,
      credentialsFile: read.VERIFIER_NATS_CREDENTIALS_FILE,
      ...tlsFilesIn(read, 'VERIFIER_NATS'),
    },
    streamReplicas: read.VERIFIER_STREAM_REPLICAS,
    rememberedDevices: read.VERIFIER_REMEMBERED_DEVICES,
    digestKeys: read.VERIFIER_DIGEST_KEYS,
    logLevel: read.VERIFIER_LOG_LEVEL,
    stopPauseMs: read.VERIFIER_STOP_PAUSE_SECONDS * 1_000,
  };
};
