import type { CheckReason, Device, Platform } from '@mdm-gate/contracts';

/** What the list is narrowed to. It stands in the address, so that it can be sent to a colleague. */
export interface DevicesFilter {
  readonly deviceId?: string;
  readonly decision?: Device['decision'];
  readonly platform?: Platform;
  readonly reason?: CheckReason;
  readonly foreignFingerprint?: string;
  /** What it presented matches this token. */
  readonly tokenId?: string;
}

const names = ['deviceId', 'decision', 'platform', 'reason', 'foreignFingerprint', 'tokenId'] as const;

/** Whatever is not a text is left out; whether a text means anything is the server's to say. */
export const devicesFilterIn = (search: Readonly<Record<string, unknown>>): DevicesFilter =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = search[name];
      return (typeof value === 'string' || typeof value === 'number') && value !== ''
        ? [[name, String(value)]]
        : [];
    }),
  );

/** Many devices with the same unknown value are rarely many mistakes: mostly one, in one MDM. */
export const manyDevices = 5;
