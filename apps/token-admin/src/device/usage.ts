import type { usageSchema } from '@mdm-gate/contracts';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { schema } from '../database/schema.ts';
import { deviceCounts, devicesBy, devicesIn, firstOfDays, type DeviceCount } from './device-counts.ts';
import { namedTokens } from './named-tokens.ts';
import { Organizations } from '../organization/organizations.ts';

type UsageAnswer = z.infer<typeof usageSchema>;

const foreignValuesShown = 100;

const foreignStatement = `
  SELECT fingerprint, devices::int, since FROM ${schema}.foreign_values
  WHERE organization_id = $1 AND devices > 0
  ORDER BY devices DESC, fingerprint LIMIT ${foreignValuesShown}`;

interface ForeignRow {
  readonly fingerprint: string;
  readonly devices: number;
  readonly since: Date;
}

/** Counts an organization's devices. */
@Injectable()
export class Usage {
  constructor(
    private readonly dataSource: DataSource,
    private readonly organizations: Organizations,
    private readonly clock: Clock,
  ) {}

  async of(organizationId: string): Promise<UsageAnswer> {
    const { activeDays } = await this.organizations.find(organizationId);
    const now = this.clock.now();
    const since = firstOfDays(activeDays, now);
    const { manager } = this.dataSource;
    const known = await deviceCounts(manager, organizationId, null);
    const active = known.filter(({ lastSeenDay }) => lastSeenDay >= since);
    const foreign = await manager.query<ForeignRow[]>(foreignStatement, [organizationId]);
    return {
      asOf: now.toISOString(),
      activeDays,
      activeDevices: devicesIn(active),
      knownDevices: devicesIn(known),
      byToken: await this.#byToken(organizationId, active),
      byPlatform: listed(active, 'platform', ({ platform }) => platform),
      byReason: listed(active, 'reason', ({ reason }) => reason),
      byDecision: listed(active, 'decision', ({ decision }) => decision),
      byPresented: listed(active, 'presented', ({ presented }) => presented),
      foreignValues: foreign.map((value) => ({ ...value, since: value.since.toISOString() })),
    };
  }

  async #byToken(organizationId: string, active: readonly DeviceCount[]): Promise<UsageAnswer['byToken']> {
    const byId = devicesBy(active, ({ tokenId }) => tokenId);
    const tokens = await namedTokens(this.dataSource.manager, organizationId, byId.keys());
    const none = devicesIn(active) - [...byId.values()].reduce((sum, devices) => sum + devices, 0);
    const shown = [...byId].map(([id, devices]) => ({ token: tokens.get(id) ?? null, devices }));
    return none === 0 ? shown : [...shown, { token: null, devices: none }];
  }
}

const listed = <Field extends string, Key extends string>(
  counts: readonly DeviceCount[],
  field: Field,
  key: (count: DeviceCount) => Key,
): (Record<Field, Key> & { devices: number })[] =>
  [...devicesBy(counts, key)].map(
    ([value, devices]) => ({ [field]: value, devices }) as Record<Field, Key> & { devices: number },
  );
