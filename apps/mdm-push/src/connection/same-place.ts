import {
  intuneSettingsSchema,
  ivantiEpmmSettingsSchema,
  ivantiNeuronsSettingsSchema,
  platforms,
  workspaceOneSettingsSchema,
  type MdmVendor,
  type Platform,
} from '@mdm-gate/contracts';
import type { z } from 'zod';
import type { ConnectionEntity } from './connection.entity.ts';
import { appIdOf } from './slots.ts';

export type PlacedConnection = Pick<ConnectionEntity, 'vendor' | 'settings' | 'apps' | 'configurationKey'>;

type IsSame = (one: PlacedConnection, other: PlacedConnection, platform: Platform) => boolean;

/** Two connections of a vendor, both with the platform: whether they would write to the same place of the same tenant. */
const isSame: Readonly<Record<MdmVendor, IsSame>> = {
  intune: (one, other, platform) =>
    isSameApp(one, other, platform) &&
    compared(intuneSettingsSchema, one, other, (a, b) => [
      addressOf(a.graphUrl) === addressOf(b.graphUrl),
      a.tenantId.toLowerCase() === b.tenantId.toLowerCase(),
      mayBeSame(a.mobileAppIds[platform], b.mobileAppIds[platform]),
    ]),
  'workspace-one': (one, other, platform) =>
    isSameApp(one, other, platform) &&
    compared(workspaceOneSettingsSchema, one, other, (a, b) => [
      uemTenant(a.apiUrl) === uemTenant(b.apiUrl),
      mayBeSame(a.organizationGroupUuid, b.organizationGroupUuid),
      mayBeSame(a.appTypes?.[platform], b.appTypes?.[platform]),
    ]),
  // A device has its attributes once, whichever app refers to them.
  'ivanti-neurons': (one, other) =>
    compared(ivantiNeuronsSettingsSchema, one, other, (a, b) => [
      addressOf(a.apiUrl) === addressOf(b.apiUrl),
      a.attribute === b.attribute,
      mayBeSame(a.deviceSpaceId?.toString(), b.deviceSpaceId?.toString()),
    ]),
  'ivanti-epmm': (one, other) =>
    compared(ivantiEpmmSettingsSchema, one, other, (a, b) => [
      addressOf(a.apiUrl) === addressOf(b.apiUrl),
      a.attribute === b.attribute,
    ]),
  // Nobody tells us which MDM it is.
  other: () => false,
};

/** The platform for which two connections would write to the same place; undefined when they keep out of one another's way. */
export const samePlaceOf = (one: PlacedConnection, other: PlacedConnection): Platform | undefined =>
  one.vendor === other.vendor
    ? platforms.find(
        (platform) =>
          appIdOf(one, platform) !== undefined &&
          appIdOf(other, platform) !== undefined &&
          isSame[one.vendor](one, other, platform),
      )
    : undefined;

const isSameApp: IsSame = (one, other, platform) =>
  appIdOf(one, platform) === appIdOf(other, platform) && one.configurationKey === other.configurationKey;

const compared = <Schema extends z.ZodType>(
  schema: Schema,
  one: PlacedConnection,
  other: PlacedConnection,
  points: (a: z.output<Schema>, b: z.output<Schema>) => readonly boolean[],
): boolean => {
  const [a, b] = [schema.safeParse(one.settings), schema.safeParse(other.settings)];
  return a.success && b.success && points(a.data, b.data).every(Boolean);
};

/** What is left out may be anything. */
const mayBeSame = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one.toLowerCase() === other.toLowerCase();

/** In one letter case of the host, without the port that goes without saying. */
const addressOf = (address: string): string => {
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host.replace(/\.$/, '')}${pathname.replace(/\/+$/, '')}`;
};

/** API server, console and device services of a tenant of the vendor's cloud differ in the first letters only. */
const uemTenant = (address: string): string =>
  addressOf(address).replace(/^https:\/\/(?:as|cn|ds)(\d+\.awmdm\.com)/, 'https://$1');
