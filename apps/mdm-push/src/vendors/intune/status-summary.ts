import type { DeliveryCounts } from '@mdm-gate/contracts';
import { z } from 'zod';

const count = z.number().int().min(0).default(0);

const summarySchema = z.object({
  configurationVersion: z.number().int(),
  pendingCount: count,
  successCount: count,
  errorCount: count,
  failedCount: count,
  conflictCount: count,
  lastUpdateDateTime: z.iso.datetime({ offset: true }),
});

/** The documents wrap it, the service does not. */
const answerSchema = z.union([
  summarySchema,
  z.object({ value: summarySchema }).transform(({ value }) => value),
]);

/** Microsoft's way to say that there is no date. */
const noDate = /^(?:0001|9999)-/;

/**
 * A delayed roll-up of devices by policy. Null for one that was never made. The counts belong to the version that it
 * names: for an older one, nothing is known of the new value yet.
 */
export const countsOf = (body: unknown, version: number | undefined): DeliveryCounts | null => {
  const parsed = answerSchema.safeParse(body);
  if (!parsed.success || noDate.test(parsed.data.lastUpdateDateTime)) return null;
  const { successCount, pendingCount, configurationVersion, ...summary } = parsed.data;
  const failed = summary.errorCount + summary.failedCount + summary.conflictCount;
  const isCurrent = configurationVersion === version;
  return {
    devices: successCount + pendingCount + failed,
    installed: null,
    holding: isCurrent ? successCount : null,
    failed: isCurrent ? failed : null,
    pending: isCurrent ? pendingCount : null,
    asOf: new Date(summary.lastUpdateDateTime).toISOString(),
  };
};
