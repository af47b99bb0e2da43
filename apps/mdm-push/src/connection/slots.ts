import { platforms, type Platform } from '@mdm-gate/contracts';
import type { Slot } from '../vendors/mdm-vendor.ts';
import type { ConnectionEntity } from './connection.entity.ts';

/** Bundle id or package name; undefined when the connection does not deliver to the platform. */
export const appIdOf = ({ apps }: Pick<ConnectionEntity, 'apps'>, platform: Platform): string | undefined =>
  platform === 'ios' ? apps.ios?.bundleId : apps.android?.packageName;

export const slotOf = (
  connection: ConnectionEntity,
  platform: Platform,
  { remoteRef, hasOpenWrite }: Pick<Slot, 'remoteRef' | 'hasOpenWrite'>,
): Slot | undefined => {
  const appId = appIdOf(connection, platform);
  if (appId === undefined) return undefined;
  const { connectionId, configurationKey } = connection;
  return { connectionId, platform, appId, key: configurationKey, remoteRef, hasOpenWrite };
};

const nothingKept = { remoteRef: null, hasOpenWrite: false };

/** The places of all platforms, with nothing known of what we made there. */
export const slotsOf = (connection: ConnectionEntity): readonly Slot[] =>
  platforms.flatMap((platform) => slotOf(connection, platform, nothingKept) ?? []);
