import { DeliveryProblem } from '../delivery-problem.ts';
import { androidPayloadSchema, type AndroidPayload, type Configuration } from './intune.schema.ts';

export const androidType = '#microsoft.graph.androidManagedStoreAppConfiguration';

/** `packageId` of the policy and `productId` in the payload carry this prefix; `packageId` of the app does not. */
export const productId = (packageName: string): string => `app:${packageName}`;

export const emptyPayload = (packageName: string): AndroidPayload => ({
  kind: 'androidenterprise#managedConfiguration',
  productId: productId(packageName),
  managedProperty: [],
});

/** All keys of an Android policy stand in one base64 text. */
export const payloadOf = ({ payloadJson }: Configuration): AndroidPayload | undefined => {
  if (payloadJson === undefined || payloadJson === null || payloadJson === '') return undefined;
  try {
    return androidPayloadSchema.parse(JSON.parse(Buffer.from(payloadJson, 'base64').toString('utf8')));
  } catch {
    throw new DeliveryProblem(
      'configuration-unsupported',
      "The Android app configuration's payload cannot be read",
    );
  }
};

/** The key's value in an Android policy; undefined when it does not have the key. */
export const androidValue = (configuration: Configuration, key: string): string | undefined =>
  payloadOf(configuration)?.managedProperty.find((property) => property.key === key)?.valueString;

/** The payload with the key set, or without it: the other keys as they were. */
export const withAndroidValue = (
  payload: AndroidPayload,
  key: string,
  value: string | null,
): AndroidPayload => {
  const others = payload.managedProperty.filter((property) => property.key !== key);
  return { ...payload, managedProperty: value === null ? others : [...others, { key, valueString: value }] };
};

/** UTF-8, as an encoding of fewer characters damages what other administrators entered. */
export const encodePayload = (payload: AndroidPayload): string =>
  Buffer.from(JSON.stringify(payload), 'utf8').toString('base64');
