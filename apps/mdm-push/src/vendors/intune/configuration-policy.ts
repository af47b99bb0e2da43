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
import { iosContent, iosType, iosValue, withIosValue } from './ios-configuration.ts';

/**
 * What Intune keeps itself, and the content, which is sent in the one form that the policy has: beside XML, `settings` reads
 * as an empty list, which is refused when it is sent. Also left out: nulls.
 */
const fieldsNotRepeated = new Set([
  'id',
  'version',
  'createdDateTime',
  'lastModifiedDateTime',
  'appSupportsOemConfig',
  '@odata.context',
  'assignments',
  'assignments@odata.context',
  'settings',
  'encodedSettingXml',
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
      ? iosContent(configuration, slot.key, value)
      : androidContent(configuration, slot, value);
  return content === undefined ? undefined : { ...mutableFields(configuration), ...content };
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
    Object.entries(configuration).filter(([name, value]) => value !== null && !fieldsNotRepeated.has(name)),
  );
