import { fileSchema, readableSchema, setting, tlsFileSettings, withFacts } from '@mdm-gate/service-kit';
import { z } from 'zod';
import { natsUrlForm, parseServers } from './server-address.ts';

/** `<SERVICE>_NATS_URL`: the servers of one cluster. */
export const natsUrlSchema = withFacts(readableSchema(parseServers), {
  expected: natsUrlForm,
  example: 'nats://gate:p%40ss@nats-1:4222,nats://gate:p%40ss@nats-2:4222',
  secret: true,
});

/** `<SERVICE>_NATS_…_FILE`: who the service is on NATS, and whom it takes for NATS. */
export const natsFileSettings = {
  nkeySeed: setting(
    fileSchema.optional(),
    'The seed of the nkey that the service signs in to NATS with. Read anew for every connection.',
    { example: '/run/secrets/nats.nk' },
  ),
  credentials: setting(
    fileSchema.optional(),
    'A `.creds` file that the service signs in to NATS with, instead of an nkey or a password in the URL.',
  ),
  ...tlsFileSettings('NATS'),
} as const;

const replicas = { '1': 1, '3': 3, '5': 5 } as const;

/** `<SERVICE>_STREAM_REPLICAS`: how many servers keep each stream at least; 3 in production, on a cluster of three. */
export const streamReplicasSchema = withFacts(
  z
    .literal(['1', '3', '5'])
    .transform((text) => replicas[text])
    .default(1),
  { expected: '1, 3 or 5' },
);
