import type { Device, NamedToken } from '@mdm-gate/contracts';
import type { DeviceRow } from './device-row.ts';

/** The device as callers see it. `activeSince`: the first day of those in which an active device was seen. */
export const shownDevice = (
  row: DeviceRow,
  tokens: ReadonlyMap<string, NamedToken>,
  activeSince: string,
): Device => ({
  deviceId: row.deviceId,
  platform: row.platform,
  active: row.lastSeenDay >= activeSince,
  firstSeenAt: row.firstSeenAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  flow: row.flow,
  decision: row.decision,
  reason: row.reason,
  presented: row.presented,
  presentedSince: row.presentedSince.toISOString(),
  token: (row.tokenId === null ? undefined : tokens.get(row.tokenId)) ?? null,
  foreignFingerprint: row.foreignFingerprint,
  lastProceededAt: row.proceededAt?.toISOString() ?? null,
  lastProceededToken: (row.proceededTokenId === null ? undefined : tokens.get(row.proceededTokenId)) ?? null,
});
