import { natsUrlSchema, streamReplicasSchema } from '@mdm-gate/messaging';
import { listenHostSchema, portSchema, urlSchema } from '@mdm-gate/service-kit';
import { z } from 'zod';
import { problemWithAllowList } from './outbound/allow-list.ts';

const seconds = (fallback: number) => z.coerce.number().positive().max(86_400).default(fallback);

/** The environment of the service. All that it reads from there stands here. */
export const configSchema = z.object({
  /** Liveness, readiness and metrics. Port 0 takes any free one. */
  MDM_PUSH_HEALTH_PORT: portSchema.default(8083),
  MDM_PUSH_HEALTH_HOST: listenHostSchema,
  MDM_PUSH_POSTGRES_URL: urlSchema('postgres', 'postgresql'),
  /** The servers of one cluster, separated by commas. */
  MDM_PUSH_NATS_URL: natsUrlSchema,
  /** How many NATS servers keep each stream at least. */
  MDM_PUSH_STREAM_REPLICAS: streamReplicasSchema,
  /** Keys that the credentials of connections are encrypted under, as JSON or as the path of a file. */
  MDM_PUSH_MASTER_KEYS: z.string().optional(),
  MDM_PUSH_MASTER_KEYS_FILE: z.string().optional(),
  /** How many deliveries this replica works on at a time. Most of that time it waits for a vendor. */
  MDM_PUSH_DELIVERIES_AT_ONCE: z.coerce.number().int().min(1).max(1_000).default(128),
  /** How long until a delivery that is right is looked at again, in seconds. */
  MDM_PUSH_DRIFT_CHECK_SECONDS: seconds(300),
  /** After how many seconds without a sign of life another replica takes a delivery over. */
  MDM_PUSH_LEASE_SECONDS: seconds(15),
  MDM_PUSH_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  /** Hosts and CIDR blocks, separated by commas, that may be called although they are private or plain http. */
  MDM_GATE_OUTBOUND_ALLOW: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    )
    .superRefine((entries, context) => {
      const message = problemWithAllowList(entries);
      if (message !== null) context.addIssue({ code: 'custom', message });
    }),
});
export type Config = z.infer<typeof configSchema>;

export const configPrefix = 'MDM_PUSH_';

/** Migrations need the database only; the service's other settings may be there or not. */
export const migrationConfigSchema = configSchema.partial().required({ MDM_PUSH_POSTGRES_URL: true });
