import type { Logger } from '@mdm-gate/service-kit';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Gauge } from 'prom-client';
import type { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';

const intervalMs = 60_000;

/** `within_days` 0: they have expired already. */
const expiring = new Gauge({
  name: 'mdm_tokens_expiring',
  help: 'MDM tokens that are not revoked and expire within so many days',
  labelNames: ['within_days'],
});

const countStatement = `
  SELECT within_days, count(expires_at)::int AS tokens
  FROM unnest(ARRAY[0, 1, 7, 30]) AS within_days
  LEFT JOIN ${schema}.mdm_tokens ON state <> 'revoked' AND expires_at <= now() + make_interval(days => within_days)
  GROUP BY within_days`;

/** Tells operators of tokens that expire before their devices are halted; administrators see it as a warning of the token. */
export class ExpiryReport implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    void this.refresh();
    this.#timer = setInterval(() => void this.refresh(), intervalMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** Never throws: the next turn makes up for it. */
  async refresh(): Promise<void> {
    try {
      const rows = await this.dataSource.query<{ within_days: number; tokens: number }[]>(countStatement);
      for (const row of rows) expiring.set({ within_days: String(row.within_days) }, row.tokens);
    } catch {
      this.logger.warn('how many tokens are to expire could not be counted');
    }
  }
}
