import type { ConfigurationExport, MdmVendor, Platform } from '@mdm-gate/contracts';
import type { Slot } from '../vendors/mdm-vendor.ts';

type Instructions = ConfigurationExport['instructions'][number];

const titles = { ios: 'iPhone and iPad', android: 'Android' } as const;

/** What to do in that MDM, per platform. */
export const instructionsFor = (vendor: MdmVendor, slots: readonly Slot[]): Instructions[] =>
  slots.map((slot) => ({
    platform: slot.platform,
    title: titles[slot.platform],
    steps: stepsFor(vendor, slot),
  }));

const stepsFor = (vendor: MdmVendor, slot: Slot): string[] => {
  if (vendor === 'ivanti-neurons' || vendor === 'ivanti-epmm')
    return ivantiSteps[vendor][slot.platform](slot);
  return [
    ...commonSteps[slot.platform](slot),
    'Assign the configuration to everybody who uses the app.',
    confirmStep,
  ];
};

const confirmStep = 'Come back and confirm it here: this MDM cannot be asked.';

const commonSteps: Readonly<Record<Platform, (slot: Slot) => string[]>> = {
  ios: ({ appId, key }) => [
    `In the MDM, open the managed app ${appId}. It must be installed by the MDM: convert a copy that users installed into a managed app.`,
    `Add a managed app configuration with the key ${key}, type String, and the value from the file. Where a file is asked for, give managed-app-configuration.plist; where only the dictionary, managed-app-configuration-dictionary.xml.`,
  ],
  android: ({ appId, key }) => [
    `In the MDM, open the managed Google Play app ${appId}. The device needs a work profile or must be fully managed.`,
    `In its managed configuration, enter the value from android-managed-configuration.json for ${key}.`,
  ],
};

/** The value is kept in the attribute by this service; the configuration only refers to it, once and for all. */
const ivantiSteps: Readonly<
  Record<'ivanti-neurons' | 'ivanti-epmm', Readonly<Record<Platform, (slot: Slot) => string[]>>>
> = {
  'ivanti-neurons': {
    ios: ({ appId, key }) => [
      'Under Admin > System > Attributes, add the custom attribute (type Device, data type Text) that the connection names.',
      `Under Apps > App Catalog, open ${appId} and then App Configurations > Apple Managed App Configuration > Add.`,
      `Add the key ${key}, type String; its value is the variable that stands in the file. Distribute it to everyone with the app.`,
      'Set "Install on device" and "Convert to managed app" in the app\'s installation configuration.',
    ],
    android: ({ appId, key }) => [
      'Under Admin > System > Attributes, add the custom attribute (type Device, data type Text) that the connection names.',
      `Under Apps > App Catalog, open ${appId} and then App Configurations > Managed Configurations for Android.`,
      `Enter the variable that stands in the file for ${key}, and push all settings. Try it with one device: Ivanti documents both \${name} and $name$.`,
    ],
  },
  'ivanti-epmm': {
    ios: ({ appId, key }) => [
      'Under Devices & Users > Custom Attributes, add the device attribute that the connection names.',
      `In the App Catalog, open ${appId} and set ${key} to the attribute's variable in its managed app configuration. An entry there overrides a "Managed App Config" under Policies & Configs.`,
      'Try it with one device first: Ivanti does not document that a device attribute is substituted in an iOS app configuration of EPMM.',
    ],
    android: ({ appId, key }) => [
      'Under Devices & Users > Custom Attributes, add the device attribute that the connection names.',
      `In the App Catalog, open ${appId} and set ${key} to the attribute's variable in its app configuration for Android Enterprise; it follows the app's labels.`,
    ],
  },
};
