import { z } from 'zod';
import { Keyring } from '@mdm-gate/encryption';
import { natsUrlSchema, streamReplicasSchema } from '@mdm-gate/messaging';
import { listenHostSchema, loadConfig, portSchema, textOrFile } from '@mdm-gate/service-kit';
import { redisUrlPattern } from './active-set/redis-url.ts';

const schema = z.object({
  /** Liveness, readiness and metrics. Port 0 takes any free one. */
  VERIFIER_HEALTH_PORT: portSchema.default(8082),
  VERIFIER_HEALTH_HOST: listenHostSchema,
  VERIFIER_REDIS_URL: z.string().regex(redisUrlPattern, 'must be redis://, rediss:// or redis+sentinel://'),
  /** The servers of one cluster, separated by commas. */
  VERIFIER_NATS_URL: natsUrlSchema,
  /** How many NATS servers keep each stream at least. */
  VERIFIER_STREAM_REPLICAS: streamReplicasSchema,
  /** Of how many devices it is remembered what was last said of them: some 32 bytes for each. */
  VERIFIER_REMEMBERED_DEVICES: z.coerce.number().int().min(1_000).max(50_000_000).default(1_000_000),
  /** The keys that token values are digested under, the same as token-admin's; as JSON, or as a file with it. */
  VERIFIER_DIGEST_KEYS: z.string().optional(),
  VERIFIER_DIGEST_KEYS_FILE: z.string().optional(),
});

export interface Config {
  readonly health: { readonly host: string; readonly port: number };
  readonly redisUrl: string;
  readonly natsUrl: string;
  readonly streamReplicas: number;
  readonly digestKeys: Keyring;
  readonly rememberedDevices: number;
}

export const readConfig = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config => {
  const read = loadConfig(schema, 'VERIFIER_', environment);
  return {
    health: { host: read.VERIFIER_HEALTH_HOST, port: read.VERIFIER_HEALTH_PORT },
    redisUrl: read.VERIFIER_REDIS_URL,
    natsUrl: read.VERIFIER_NATS_URL,
    streamReplicas: read.VERIFIER_STREAM_REPLICAS,
    rememberedDevices: read.VERIFIER_REMEMBERED_DEVICES,
    digestKeys: Keyring.fromConfig(
      textOrFile('VERIFIER_DIGEST_KEYS', read.VERIFIER_DIGEST_KEYS, read.VERIFIER_DIGEST_KEYS_FILE),
    ),
  };
};
