import { seededGuid } from './seeded.ts';
import { type Device, type Platform, type Tenant } from './tenant.ts';

export interface Enrolment {
  readonly platform: Platform;
  readonly count: number;
  readonly managed: boolean;
  readonly groups: readonly string[];
}

/** Enrols devices at the end of the tenant's list; their ids follow from seed, tenant and place. */
export function enrolDevices(
  tenant: Tenant,
  enrolment: Enrolment,
  origin: { seed: number; now: number },
): Device[] {
  const first = tenant.devices.length + 1;
  const enrolled = Array.from({ length: enrolment.count }, (_, index): Device => {
    const number = tenant.number * 1_000_000 + first + index;
    return {
      id: seededGuid(origin.seed, 'device', tenant.id, number),
      number,
      platform: enrolment.platform,
      name: `${enrolment.platform}-${number}`,
      serialNumber: `SIM${number}`,
      userName: `user${number}@devices.example.com`,
      enrolledAt: origin.now,
      groups: [...enrolment.groups],
      managed: enrolment.managed,
      switchedOn: true,
      lastCheckInAt: origin.now,
      nextCheckInAt: null,
      writes: 0,
      configurations: {},
    };
  });
  tenant.devices.push(...enrolled);
  return enrolled;
}
