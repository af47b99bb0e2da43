import { z } from 'zod';
import { Keyring } from '@mdm-gate/encryption';
import { loadConfig, portSchema, textOrFile, urlSchema } from '@mdm-gate/service-kit';
import { redisUrlPattern } from './active-set/redis-url.ts';

const schema = z.object({
  /** Liveness, readiness and metrics; 0 takes any free port. */
  VERIFIER_HEALTH_PORT: portSchema.default(0),
  VERIFIER_REDIS_URL: z.string().regex(redisUrlPattern, 'must be redis://, rediss:// or redis+sentinel://'),
  VERIFIER_NATS_URL: urlSchema('nats', 'tls'),
  /** The keys that token values are digested under, the same as token-admin's; as JSON, or as a file with it. */
  VERIFIER_DIGEST_KEYS: z.string().optional(),
  VERIFIER_DIGEST_KEYS_FILE: z.string().optional(),
});

export interface Config {
  readonly healthPort: number;
  readonly redisUrl: string;
  readonly natsUrl: string;
  readonly digestKeys: Keyring;
}

export const readConfig = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config => {
  const read = loadConfig(schema, 'VERIFIER_', environment);
  return {
    healthPort: read.VERIFIER_HEALTH_PORT,
    redisUrl: read.VERIFIER_REDIS_URL,
    natsUrl: read.VERIFIER_NATS_URL,
    digestKeys: Keyring.fromConfig(
      textOrFile('VERIFIER_DIGEST_KEYS', read.VERIFIER_DIGEST_KEYS, read.VERIFIER_DIGEST_KEYS_FILE),
    ),
  };
};
