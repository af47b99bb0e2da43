import type { Impact } from '@mdm-gate/contracts';
import type { EntityManager } from 'typeorm';
import { deviceCounts, devicesBy, devicesIn, firstOfDays } from '../device/device-counts.ts';
import { devicesOf } from '../device/device-pages.ts';
import type { OrganizationState } from '../organization/organization-state.ts';
import { whyHalted, worldsOf } from './world.ts';

const sampleMax = 20;

export interface StatesAround {
  readonly before: OrganizationState;
  readonly after: OrganizationState;
  readonly now: Date;
}

/** Which active devices would be halted by a change that are not without it, as far as they were last seen. */
export const impactOfChange = async (
  manager: EntityManager,
  { before, after, now }: StatesAround,
): Promise<Impact> => {
  const { organizationId, policy } = before;
  const active = await deviceCounts(manager, organizationId, firstOfDays(policy.activeDays, now));
  const worlds = worldsOf(before, after, now);
  const halted = active.filter(
    (count) => whyHalted(count, worlds.before) === null && whyHalted(count, worlds.after) !== null,
  );
  const page = { organizationId, counts: halted, prefix: '', after: null, limit: sampleMax };
  const sample = halted.length === 0 ? [] : await devicesOf(manager, page);
  return {
    activeDevices: devicesIn(active),
    halted: devicesIn(halted),
    byReason: Object.fromEntries(devicesBy(halted, (count) => whyHalted(count, worlds.after))),
    byPlatform: Object.fromEntries(devicesBy(halted, ({ platform }) => platform)),
    neverSeen: null,
    asOf: now.toISOString(),
    sample: sample.map(({ deviceId }) => deviceId),
  };
};
