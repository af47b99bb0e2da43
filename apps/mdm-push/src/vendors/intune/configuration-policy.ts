import { DeliveryProblem } from '../delivery-problem.ts';
import type { Slot } from '../mdm-vendor.ts';
import {
  androidType,
  androidValue,
  emptyPayload,
  encodePayload,
  payloadOf,
  productId,
  withAndroidValue,
} from './android-configuration.ts';
import type { Configuration } from './intune.schema.ts';
import { iosType, iosValue, withIosValue } from './ios-configuration.ts';

/** What Intune keeps itself. Also left out: nulls, because a type has either `settings` or `encodedSettingXml`. */
const readOnlyFields = new Set([
  'id',
  'version',
  'createdDateTime',
  'lastModifiedDateTime',
  'appSupportsOemConfig',
  '@odata.context',
  'assignments',
  'assignments@odata.context',
]);

const platformNames = { ios: 'iOS', android: 'Android' } as const;

/** Stands in the description, so that a policy whose creation was answered to nobody is recognized. */
export const markerOf = ({ connectionId, platform }: Slot): string => `mdm-gate:${connectionId}:${platform}`;

export const isOurs = (configuration: Configuration, slot: Slot): boolean =>
  configuration.description?.includes(markerOf(slot)) === true;

/** Ids are unique per platform only, so the type is compared too. */
export const isForApp = (configuration: Configuration, slot: Slot, mobileAppId: string): boolean =>
  configuration['@odata.type'] === (slot.platform === 'ios' ? iosType : androidType) &&
  configuration.targetedMobileApps?.includes(mobileAppId) === true;

export const valueIn = (configuration: Configuration, slot: Slot): string | undefined =>
  slot.platform === 'ios' ? iosValue(configuration, slot.key) : androidValue(configuration, slot.key);

/** A policy with nothing in it but the key. */
export const newConfiguration = (slot: Slot, mobileAppId: string, value: string): object => ({
  displayName: `MDM token (${platformNames[slot.platform]})`,
  description: `Kept by MDM Gate, please do not edit. ${markerOf(slot)}`,
  targetedMobileApps: [mobileAppId],
  roleScopeTagIds: ['0'],
  ...(slot.platform === 'ios'
    ? { '@odata.type': iosType, settings: withIosValue([], slot.key, value) }
    : {
        '@odata.type': androidType,
        packageId: productId(slot.appId),
        profileApplicability: 'default',
        permissionActions: [],
        connectedAppsEnabled: false,
        payloadJson: encodePayload(withAndroidValue(emptyPayload(slot.appId), slot.key, value)),
      }),
});

/**
 * The whole policy as read, changed at the key only. Undefined when nothing would be left in it: Intune does not take
 * an empty policy.
 */
export const changedConfiguration = (
  configuration: Configuration,
  slot: Slot,
  value: string | null,
): object | undefined => {
  const content =
    slot.platform === 'ios'
      ? iosContent(configuration, slot, value)
      : androidContent(configuration, slot, value);
  return content === undefined ? undefined : { ...mutableFields(configuration), ...content };
};

const iosContent = (
  configuration: Configuration,
  { key }: Slot,
  value: string | null,
): object | undefined => {
  if (typeof configuration.encodedSettingXml === 'string' && configuration.encodedSettingXml !== '') {
    throw new DeliveryProblem(
      'configuration-unsupported',
      'The app configuration policy was entered as XML: enter its keys in the configuration designer, or take the key out of it',
    );
  }
  const settings = withIosValue(configuration.settings ?? [], key, value);
  return settings.length === 0 ? undefined : { settings };
};

const androidContent = (
  configuration: Configuration,
  slot: Slot,
  value: string | null,
): object | undefined => {
  const payload = withAndroidValue(payloadOf(configuration) ?? emptyPayload(slot.appId), slot.key, value);
  return payload.managedProperty.length === 0 ? undefined : { payloadJson: encodePayload(payload) };
};

const mutableFields = (configuration: Configuration): object =>
  Object.fromEntries(
    Object.entries(configuration).filter(([name, value]) => value !== null && !readOnlyFields.has(name)),
  );
