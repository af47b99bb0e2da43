import { z } from 'zod';
import { parseServers } from './server-address.ts';

const isReadable = (text: string): boolean => {
  try {
    return parseServers(text).length > 0;
  } catch {
    return false;
  }
};

/** `<SERVICE>_NATS_URL`: `nats://user:password@host:4222`, the servers of one cluster separated by commas. */
export const natsUrlSchema = z.string().refine(isReadable, {
  error: 'must be nats://host:port or tls://host:port, several separated by commas',
});

/** `<SERVICE>_STREAM_REPLICAS`: how many servers keep each stream at least; 3 in production, on a cluster of three. */
export const streamReplicasSchema = z.coerce
  .number()
  .pipe(z.literal([1, 3, 5]))
  .default(1);
