import { setTimeout as delay } from 'node:timers/promises';
import { backUpFiles, type FileBackup } from '@mdm-gate/testing';
import type { Fault } from './faults.ts';
import type { Operator } from './operator.ts';
import type { WorkingOrganization } from './organizations.ts';
import type { Ledger } from './ledger.ts';
import type { ServerName } from './replica.ts';

/** Which servers are put back to a moment of some seconds ago, each to another one. */
const restored: readonly (readonly [ServerName, ...ServerName[]])[] = [
  ['postgresOfTokens'],
  ['postgresOfTokens'],
  ['postgresOfPushes'],
  ['nats'],
  ['redis'],
  ['nats', 'postgresOfTokens'],
  ['postgresOfTokens', 'nats'],
  ['redis', 'postgresOfTokens'],
  ['postgresOfTokens', 'postgresOfPushes'],
  ['nats', 'postgresOfPushes'],
];

const workedOnMs = 4_000;

interface Copy {
  readonly copiedAtMs: number;
  readonly name: ServerName;
  readonly backup: FileBackup;
}

const putBack = async (backup: FileBackup): Promise<void> => {
  try {
    await backup.restore();
  } finally {
    await backup.remove();
  }
};

/** Copies are made one after the other while everybody works, and put back after a while. */
export const restores = (
  operator: Operator,
  ledger: Ledger,
  organizations: readonly WorkingOrganization[],
): readonly Fault[] =>
  restored.map((names) => ({
    name: `restore ${names.join(' and ')}`,
    happen: async ({ servers }, chance) => {
      const copies: Copy[] = [];
      for (const name of names) {
        const copiedAtMs = performance.now();
        const backup = await backUpFiles(servers[name]);
        copies.push({ copiedAtMs, name, backup });
        await delay(workedOnMs * chance.between(0.3, 1));
      }
      await delay(workedOnMs);
      for (const copy of copies) {
        const goesBack = copy.name === 'postgresOfTokens';
        if (goesBack) beginHistory(ledger, organizations, copy.copiedAtMs);
        await putBack(copy.backup);
        if (goesBack) beginHistory(ledger, organizations, copy.copiedAtMs);
      }
      const worksAgainMs = performance.now();
      if (names.includes('nats')) await operator.untilBindingsAreBack();
      return worksAgainMs;
    },
  }));

const beginHistory = (
  ledger: Ledger,
  organizations: readonly WorkingOrganization[],
  copiedAtMs: number,
): void => {
  for (const { administrator } of organizations) administrator.history += 1;
  ledger.restored(copiedAtMs);
};
