import type { Clock, Logger } from '@mdm-gate/service-kit';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';
import { firstOfDays } from './device-counts.ts';
import type { DeviceLedger } from './device-ledger.ts';

const intervalMs = 3_600_000;

const organizationsStatement = `
  SELECT DISTINCT organization_id AS "organizationId" FROM ${schema}.device_counts
  WHERE last_seen_day < $1 AND devices > 0`;

/** What the triggers have counted down to nothing. */
const emptyStatements = [
  `DELETE FROM ${schema}.device_counts WHERE devices = 0`,
  `DELETE FROM ${schema}.foreign_values WHERE devices = 0`,
];

interface From {
  readonly dataSource: DataSource;
  readonly ledger: DeviceLedger;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keptDays: number;
}

/** Devices that were not seen for long are forgotten. */
export class ForgetDevices implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly from: From) {}

  onApplicationBootstrap(): void {
    void this.forget();
    this.#timer = setInterval(() => void this.forget(), intervalMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** Never throws: what is left is forgotten the next time. */
  async forget(): Promise<void> {
    const { dataSource, ledger, clock, logger, keptDays } = this.from;
    const day = firstOfDays(keptDays, clock.now());
    try {
      const rows = await dataSource.query<{ organizationId: string }[]>(organizationsStatement, [day]);
      for (const { organizationId } of rows) await ledger.forgetBefore(organizationId, day);
      for (const statement of emptyStatements) await dataSource.query(statement);
    } catch {
      logger.warn('devices that were not seen for long could not be forgotten');
    }
  }
}
