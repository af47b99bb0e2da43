import { execFileSync } from 'node:child_process';
import { z } from 'zod';
import { programOf } from '../fixtures/service-processes.ts';
import { rounded } from './statistics.ts';

const measuredSchema = z.object({ microsPerCheck: z.number() });
const timeoutMs = 120_000;

/** What noting a device that presents the same as before costs the verifier, and which share that is of a whole check. */
export const measureObserving = (cpuMicrosPerCheck: number) => {
  const program = programOf('verifier', 'observations/observations.bench');
  const printed = execFileSync(process.execPath, [program], { encoding: 'utf8', timeout: timeoutMs });
  const { microsPerCheck } = measuredSchema.parse(JSON.parse(printed));
  return {
    microsPerCheck: rounded(microsPerCheck),
    shareOfCheck: rounded(microsPerCheck / cpuMicrosPerCheck, 4),
  };
};
