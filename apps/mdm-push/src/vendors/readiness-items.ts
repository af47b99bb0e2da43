import type { Platform, ReadinessItem, ReadinessItemName } from '@mdm-gate/contracts';
import type { ClientCertificate } from './http/client-certificate.ts';
import { DeliveryProblem } from './delivery-problem.ts';

/** What an item is about. */
export interface ItemKey {
  readonly item: ReadinessItemName;
  readonly platform?: Platform;
}

const dayMs = 86_400_000;
const warnDays = [1, 10, 30] as const;

const itemOf = (
  { item, platform }: ItemKey,
  state: ReadinessItem['state'],
  detail: string,
): ReadinessItem => ({
  item,
  platform: platform ?? null,
  state,
  detail,
  expiresAt: null,
  expiresWithinDays: null,
});

export const ok = (key: ItemKey, detail: string): ReadinessItem => itemOf(key, 'ok', detail);
/** `detail` says what to do. */
export const failing = (key: ItemKey, detail: string): ReadinessItem => itemOf(key, 'failing', detail);
/** `detail` says where a person can look it up. */
export const unknown = (key: ItemKey, detail: string): ReadinessItem => itemOf(key, 'unknown', detail);

/** A certificate by its end: warned of 30, 10 and 1 days before. `renewal` says how to get the next one. */
export const certificate = (
  key: ItemKey,
  expiresAt: Date,
  now: Date,
  renewal = 'renew it in the MDM, with the same Apple account',
): ReadinessItem => {
  const leftMs = expiresAt.getTime() - now.getTime();
  const expired = leftMs <= 0;
  const within = expired ? 0 : (warnDays.find((days) => leftMs <= days * dayMs) ?? null);
  const detail = expired
    ? `It has expired: ${renewal}`
    : `Valid until ${expiresAt.toISOString().slice(0, 10)}${within === null ? '' : `: ${renewal}`}`;
  return {
    ...itemOf(key, expired ? 'failing' : 'ok', detail),
    expiresAt: expiresAt.toISOString(),
    expiresWithinDays: within,
  };
};

/** Credentials that the MDM takes; where they are a certificate, also how long it will. */
export const acceptedCredentials = (mdm: string, proof: ClientCertificate | null): ReadinessItem => {
  const key = { item: 'credentials' } as const;
  if (proof === null) return ok(key, `${mdm} accepts the credentials`);
  const item = certificate(
    key,
    proof.certificate.validToDate,
    new Date(),
    'make a new one in the MDM and enter it',
  );
  return { ...item, detail: `${mdm} accepts the certificate. ${item.detail}` };
};

/** Microsoft and others refuse signed requests and tokens when clocks differ by more than five minutes. */
const clockDifferenceMaxMs = 300_000;

export const clock = (aheadMs: number | undefined): ReadinessItem => {
  const key = { item: 'clock' } as const;
  if (aheadMs === undefined) return unknown(key, 'The MDM did not tell its time');
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  return Math.abs(aheadMs) > clockDifferenceMaxMs
    ? failing(
        key,
        `The clocks of the MDM and of this service differ by ${seconds} s: set this service's clock`,
      )
    : ok(key, `The clocks differ by ${seconds} s`);
};

/** The item that a look gives; what stands in its way becomes the item. */
export const probe = async (key: ItemKey, look: () => Promise<ReadinessItem>): Promise<ReadinessItem> => {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof DeliveryProblem)) throw error;
    return error.mendedByTime
      ? unknown(key, `It could not be looked up now: ${error.detail}`)
      : failing(key, error.detail);
  }
};
