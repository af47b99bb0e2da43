import { z } from 'zod';
import { impactSchema } from '../impact.ts';

/** `dryRun=true`: nothing is changed, and the answer tells what the change would do. */
export const dryRunQuerySchema = z.strictObject({ dryRun: z.enum(['true', 'false']).optional() });

/** At least as many devices as the change halts, or it is refused with `would-halt-devices`. */
export const acknowledgedSchema = z.number().int().min(0).max(1_000_000_000).optional();

export const dryRunAnswerSchema = z.strictObject({ impact: impactSchema });
