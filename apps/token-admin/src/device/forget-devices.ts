import type { Clock, Loops, SupervisedLoop } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';
import { firstOfDays } from './device-counts.ts';
import type { DeviceLedger } from './device-ledger.ts';

const intervalMs = 3_600_000;
const roundTimeoutMs = 30 * 60_000;

const organizationsStatement = `
  SELECT DISTINCT organization_id AS "organizationId" FROM ${schema}.device_counts
  WHERE last_seen_day < $1 AND devices > 0`;

/** What the triggers have counted down to nothing, but for counts that are being changed: those are locked in another order. */
const emptyStatements = ['device_counts', 'foreign_values'].map(
  (counts) => `
    DELETE FROM ${schema}.${counts} WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM ${schema}.${counts} WHERE devices = 0 FOR UPDATE SKIP LOCKED
    ))`,
);

interface From {
  readonly dataSource: DataSource;
  readonly ledger: DeviceLedger;
  readonly clock: Clock;
  readonly loops: Loops;
  readonly keptDays: number;
}

/** Devices that were not seen for long are forgotten. */
export class ForgetDevices implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;

  constructor(private readonly from: From) {
    const round = () => this.forget();
    this.#loop = from.loops.add({ name: 'forget-devices', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** What is left is forgotten the next time. */
  async forget(): Promise<undefined> {
    const { dataSource, ledger, clock, keptDays } = this.from;
    const day = firstOfDays(keptDays, clock.now());
    const rows = await dataSource.query<{ organizationId: string }[]>(organizationsStatement, [day]);
    for (const { organizationId } of rows) await ledger.forgetBefore(organizationId, day);
    for (const statement of emptyStatements) await dataSource.query(statement);
  }
}
