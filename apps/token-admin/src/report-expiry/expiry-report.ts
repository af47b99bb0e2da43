import { Loops, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Gauge } from '@prometheus-io/client';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';

const intervalMs = 60_000;
const roundTimeoutMs = 60_000;

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
@Injectable()
export class ExpiryReport implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly dataSource: DataSource,
    loops: Loops,
  ) {
    const round = () => this.refresh();
    this.#loop = loops.add({ name: 'expiry-report', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async refresh(): Promise<undefined> {
    const rows = await this.dataSource.query<{ within_days: number; tokens: number }[]>(countStatement);
    for (const row of rows) expiring.set({ within_days: String(row.within_days) }, row.tokens);
  }
}
