import { listDeliveries, type Delivery, type Impact } from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { deviceCounts, devicesIn } from '../device/device-counts.ts';
import type { ChangeOutcome } from '../organization/organization-changes.ts';

/** Answers what a change would do. */
@Injectable()
export class DryRuns {
  constructor(
    private readonly requester: Requester,
    private readonly dataSource: DataSource,
  ) {}

  async answer({ impact, state }: ChangeOutcome, correlationId: string) {
    if (impact === null) throw new CodedError('conflict', 'There is nothing to change');
    const neverSeen = await this.#neverSeen(state.organizationId, correlationId);
    return { status: 200, body: { impact: { ...impact, neverSeen } } } as const;
  }

  /** How many more devices the MDM systems count than were ever seen; null when they do not tell. */
  async #neverSeen(organizationId: string, correlationId: string): Promise<Impact['neverSeen']> {
    const counted = await this.#countedByMdm(organizationId, correlationId);
    if (counted === null) return null;
    const known = devicesIn(await deviceCounts(this.dataSource.manager, organizationId, null));
    return Math.max(0, counted - known);
  }

  async #countedByMdm(organizationId: string, correlationId: string): Promise<number | null> {
    const reply = await this.requester.askIfThere(listDeliveries, { organizationId }, { correlationId });
    const counts = (reply?.items ?? []).map(({ counts: each }) => each ?? null).filter(isThere);
    return counts.length === 0 ? null : counts.reduce((sum, { devices }) => sum + devices, 0);
  }
}

type Counts = NonNullable<Delivery['counts']>;

const isThere = (counts: Counts | null): counts is Counts => counts !== null;
