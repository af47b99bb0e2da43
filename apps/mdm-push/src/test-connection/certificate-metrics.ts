import { Loops, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Platform, ReadinessItemName } from '@mdm-gate/contracts';
import { Gauge } from '@prometheus-io/client';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';

/** The labels hold ids and no names: metrics are read by more people than connections. */
const expiresIn = new Gauge({
  name: 'mdm_push_certificate_expires_in_seconds',
  help: 'How long a certificate that an MDM connection needs is still valid, if that is less than 30 days, as of its last daily look; negative once it has expired',
  labelNames: ['organization_id', 'connection_id', 'item', 'platform'],
});

interface Row {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly item: ReadinessItemName;
  readonly platform: Platform | null;
  readonly seconds: number;
}

/** Others are nobody's concern yet, and may be as many as there are organizations. */
const shownDays = 30;
const intervalMs = 60_000;
const roundTimeoutMs = 60_000;

const certificatesStatement = `
  SELECT organization_id AS "organizationId", connection_id AS "connectionId", item ->> 'item' AS item,
    item ->> 'platform' AS platform,
    extract(epoch FROM (item ->> 'expiresAt')::timestamptz - now())::float AS seconds
  FROM ${schema}.connections, jsonb_array_elements(readiness -> 'items') item
  WHERE (item ->> 'expiresAt')::timestamptz < now() + interval '${shownDays} days'`;

/** Shows when certificates of MDM systems end, from what all replicas share; each of them tells the same. */
@Injectable()
export class CertificateMetrics implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly dataSource: DataSource,
    loops: Loops,
  ) {
    const round = () => this.#read();
    this.#loop = loops.add({ name: 'certificate-metrics', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #read(): Promise<undefined> {
    const rows: Row[] = await this.dataSource.query(certificatesStatement);
    // Those of removed connections go.
    expiresIn.reset();
    for (const { organizationId, connectionId, item, platform, seconds } of rows) {
      const labels = {
        organization_id: organizationId,
        connection_id: connectionId,
        item,
        platform: platform ?? '',
      };
      expiresIn.set(labels, seconds);
    }
  }
}
