import { setTimeout as delay } from 'node:timers/promises';
import type { Logger, ReadinessCheck } from '@mdm-gate/service-kit';

const lookEveryMs = 500;

/**
 * Resolves once the database is as the service needs it, however long that takes: whoever starts the server, makes room or
 * runs the migrations finds the service waiting, and reads in `/readyz` what for.
 */
export const untilUsable = async (database: ReadinessCheck, logger: Logger): Promise<void> => {
  let told: string | null = null;
  for (;;) {
    const problem = await database.problem();
    if (problem === null) return;
    if (problem !== told) logger.warn({ problem }, 'waiting for the database');
    told = problem;
    await delay(lookEveryMs);
  }
};
