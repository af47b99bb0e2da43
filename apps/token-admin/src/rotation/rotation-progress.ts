import { listDeliveries, platforms, type Delivery, type RotationProgress } from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';
import { deviceCounts, devicesIn, firstOfDays } from '../device/device-counts.ts';
import { Organizations } from '../organization/organizations.ts';
import { adoptionOf, shareOf, type Adoption } from './adoption.ts';
import { deliveriesOf } from './deliveries-of.ts';
import type { StoredRotation } from './rotation.entity.ts';

/** So many devices, or such a part of them, may differ without anything being wrong. */
const tolerated = { devices: 1, share: 0.05 };

const historyStatement = `
  SELECT hour, on_new::int AS "onNew", on_old::int AS "onOld", on_other::int AS "onOther"
  FROM ${schema}.rotation_history WHERE rotation_id = $1 ORDER BY hour`;

type Delivered = NonNullable<RotationProgress['delivered']>[number];

/** How far devices have come, beside what the MDM systems hold. */
@Injectable()
export class RotationProgressReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly organizations: Organizations,
    private readonly requester: Requester,
    private readonly clock: Clock,
  ) {}

  async of(rotation: StoredRotation): Promise<RotationProgress> {
    const { organizationId, rotationId } = rotation;
    const { activeDays } = await this.organizations.find(organizationId);
    const { manager } = this.dataSource;
    const active = await deviceCounts(manager, organizationId, firstOfDays(activeDays, this.clock.now()));
    const adoption = adoptionOf(rotation, active);
    const byPlatform = platforms.map((platform) => ({
      platform,
      ...adoptionOf(
        rotation,
        active.filter((count) => count.platform === platform),
      ),
    }));
    const history = await manager.query<(Adoption & { hour: Date })[]>(historyStatement, [rotationId]);
    return {
      activeDevices: devicesIn(active),
      ...adoption,
      share: shareOf(adoption),
      byPlatform,
      delivered: await this.#delivered(rotation, byPlatform),
      history: history.map((point) => ({ ...point, hour: point.hour.toISOString(), share: shareOf(point) })),
    };
  }

  async #delivered(
    rotation: StoredRotation,
    byPlatform: RotationProgress['byPlatform'],
  ): Promise<Delivered[] | null> {
    const { organizationId } = rotation;
    const reply = await this.requester.askIfThere(listDeliveries, { organizationId });
    if (reply === null) return null;
    const presenting = new Map(byPlatform.map(({ platform, onNew }) => [platform, onNew]));
    const own = deliveriesOf(rotation, reply.items);
    return own.map((delivery) => shown(rotation, delivery, { own, presenting }));
  }
}

interface Beside {
  readonly own: readonly Delivery[];
  readonly presenting: ReadonlyMap<Delivery['platform'], number>;
}

const shown = ({ tokenId }: StoredRotation, delivery: Delivery, { own, presenting }: Beside): Delivered => {
  const { connectionId, platform, state, heldTokenId, counts } = delivery;
  const presented = presenting.get(platform) ?? 0;
  const holdsNewToken = state === 'stored' && heldTokenId === tokenId;
  const held = own.filter((each) => each.platform === platform).map((each) => each.counts?.holding ?? null);
  return {
    connectionId,
    platform,
    state,
    holdsNewToken,
    devices: counts?.devices ?? null,
    holding: counts?.holding ?? null,
    presenting: presented,
    advice: holdsNewToken
      ? adviceOn(held, presented)
      : 'The MDM does not hold the new token yet: see the delivery.',
  };
};

/** Devices do not say which of several MDM systems gave them the token: they are compared by platform. */
const adviceOn = (held: readonly (number | null)[], presented: number): string | null => {
  if (held.includes(null)) return null;
  const holding = held.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const tolerance = Math.max(tolerated.devices, holding * tolerated.share);
  if (holding - presented > tolerance)
    return 'Held by the MDM, not presented: the app reads its configuration when it starts. Have it opened again, or wait for the next sign-in.';
  if (presented - holding > tolerance)
    return 'Presented by more devices than the MDM says hold it: its count is behind, or devices have the token from elsewhere.';
  return null;
};
