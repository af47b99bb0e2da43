import type { ReadinessItem } from '@mdm-gate/contracts';
import type { Look } from '../attempt.ts';
import type { Slot } from '../mdm-vendor.ts';
import { clock, failing, ok, probe, unknown } from '../readiness-items.ts';
import type { FleetApi } from './fleet-api.ts';
import type { FleetListing } from './fleet-listing.ts';
import { checkInOf, isOfPlatform } from './fleet.ts';
import type { DeviceRow } from './mobileiron.schema.ts';

export interface MobileironLook {
  readonly api: FleetApi;
  readonly listing: FleetListing;
  readonly attribute: string;
  readonly clockAheadMs: () => number | undefined;
}

const dayMs = 86_400_000;

/** Ivanti publishes no API for apps, their configurations and certificates: most is for a person to look up. */
export const mobileironReadiness = async (
  look: MobileironLook,
  slots: readonly Slot[],
  attempt: Look,
): Promise<readonly ReadinessItem[]> => {
  const attribute = await probe({ item: 'credentials' }, () => deviceAttribute(look, attempt));
  if (attribute.item === 'credentials') return [attribute];
  const rows = await look.listing.rows(attempt);
  return [
    ok({ item: 'credentials' }, 'Ivanti accepts the user'),
    unknown({ item: 'permissions' }, 'In Ivanti, look whether the API user has the role Device Management'),
    attribute,
    ...slots.flatMap((slot) => ofPlatform(look, slot, rows)),
    clock(look.clockAheadMs()),
  ];
};

const deviceAttribute = async ({ api, attribute }: MobileironLook, attempt: Look): Promise<ReadinessItem> => {
  const key = { item: 'device-attribute' } as const;
  const state = await api.attributeState(attempt);
  if (state === 'writable') return ok(key, `The custom device attribute ${attribute} can be written`);
  return failing(
    key,
    state === 'missing'
      ? `In Ivanti, add the custom device attribute ${attribute} (type Device, text)`
      : `The device attribute ${attribute} cannot be written: choose another one`,
  );
};

const ofPlatform = (
  { attribute }: MobileironLook,
  slot: Slot,
  rows: readonly DeviceRow[],
): readonly ReadinessItem[] => {
  const { platform, key } = slot;
  const form = `\${${attribute}}`;
  return [
    unknown(
      { item: 'app', platform },
      `In Ivanti, look under Apps > App Catalog for ${slot.appId}, installed as a managed app`,
    ),
    unknown(
      { item: 'assignment', platform },
      `In Ivanti, look whether the app's configuration sets ${key} to ${form} and is distributed`,
    ),
    platform === 'ios'
      ? unknown(
          { item: 'apple-push-certificate', platform },
          `In Ivanti, look at the MDM certificate; ${recentCheckIns(slot, rows)}`,
        )
      : unknown(
          { item: 'android-enterprise', platform },
          `In Ivanti, look under Google > Android Enterprise; ${recentCheckIns(slot, rows)}`,
        ),
  ];
};

/** Not a proof: devices of the platform that check in are a sign that it works. */
const recentCheckIns = ({ platform }: Slot, rows: readonly DeviceRow[]): string => {
  const devices = rows.filter((row) => isOfPlatform(row, platform));
  const recent = devices.filter((row) => Date.now() - checkInOf(row) < dayMs);
  return `${recent.length} of ${devices.length} active devices have checked in within a day`;
};
