import { createHash } from 'node:crypto';
import type { RecordKey } from '@mdm-gate/messaging';

interface KeyedDevice {
  readonly organizationId: string;
  readonly deviceId: string;
}

/** A device's id may hold anything, so that its hash stands for it in the subject. */
export const deviceKey = ({ organizationId, deviceId }: KeyedDevice): RecordKey => ({
  organizationId,
  key: createHash('sha256').update(deviceId).digest('base64url'),
});
