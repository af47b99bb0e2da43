import type { CheckFlow, CheckReason, Platform, PresentedState } from '@mdm-gate/contracts';

/** A device as it is read. */
export interface DeviceRow {
  readonly deviceId: string;
  readonly platform: Platform;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly lastSeenDay: string;
  readonly flow: CheckFlow;
  readonly decision: 'proceed' | 'halt';
  readonly reason: CheckReason;
  readonly presented: PresentedState;
  readonly presentedSince: Date;
  readonly tokenId: string | null;
  readonly foreignFingerprint: string | null;
  readonly proceededAt: Date | null;
  readonly proceededTokenId: string | null;
}

export const deviceColumns = `
  device_id AS "deviceId", platform, first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt",
  last_seen_day::text AS "lastSeenDay", flow, decision, reason, presented, presented_since AS "presentedSince",
  token_id AS "tokenId", foreign_fingerprint AS "foreignFingerprint", proceeded_at AS "proceededAt",
  proceeded_token_id AS "proceededTokenId"`;
