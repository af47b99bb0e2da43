import type { ConfigurationExport } from '@mdm-gate/contracts';
import type { Slot } from '../vendors/mdm-vendor.ts';

type ExportFile = ConfigurationExport['files'][number];

/** One flat dictionary with one string: some MDM systems refuse nested ones. */
export const innerDictionary = ({ key }: Pick<Slot, 'key'>, value: string): string =>
  `<dict>\n\t<key>${xml(key)}</key>\n\t<string>${xml(value)}</string>\n</dict>\n`;

export const propertyList = (slot: Pick<Slot, 'key'>, value: string): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    `${innerDictionary(slot, value)}</plist>`,
    '',
  ].join('\n');

/** The form that the app's configuration is entered in, with the value as its default. For import; not by the app's vendor. */
export const appConfigSpecification = ({ key, appId }: Pick<Slot, 'key' | 'appId'>, value: string): string =>
  [
    '<managedAppConfiguration>',
    '  <version>1</version>',
    `  <bundleId>${xml(appId)}</bundleId>`,
    '  <dict>',
    `    <string keyName="${xml(key)}">`,
    `      <defaultValue><value>${xml(value)}</value></defaultValue>`,
    '      <constraint nullable="false" min="1"/>',
    '    </string>',
    '  </dict>',
    '  <presentation defaultLocale="en-US">',
    `    <field keyName="${xml(key)}" type="input">`,
    '      <label><language value="en-US">MDM token</language></label>',
    '      <description><language value="en-US">Shows that the device is managed</language></description>',
    '    </field>',
    '  </presentation>',
    '</managedAppConfiguration>',
    '',
  ].join('\n');

export const androidManagedConfiguration = (
  { key, appId }: Pick<Slot, 'key' | 'appId'>,
  value: string,
): string => `${JSON.stringify({ packageName: appId, managedConfiguration: { [key]: value } }, null, 2)}\n`;

/** The schema of the AppConfig Community takes no other bundle ids. */
const bundleIdOfSpecification = /^([a-zA-Z0-9]+\.)+[a-zA-Z0-9]+$/;

/** File names never hold the value. */
export const filesFor = (slot: Slot, value: string): readonly ExportFile[] => {
  if (slot.platform === 'android') {
    return [
      file('android-managed-configuration.json', 'application/json', {
        slot,
        content: androidManagedConfiguration(slot, value),
      }),
    ];
  }
  const files = [
    file('managed-app-configuration.plist', 'application/xml', { slot, content: propertyList(slot, value) }),
    file('managed-app-configuration-dictionary.xml', 'application/xml', {
      slot,
      content: innerDictionary(slot, value),
    }),
  ];
  if (!bundleIdOfSpecification.test(slot.appId)) return files;
  return [
    ...files,
    file('appconfig.xml', 'application/xml', { slot, content: appConfigSpecification(slot, value) }),
  ];
};

const file = (
  name: string,
  mediaType: string,
  { slot, content }: { slot: Slot; content: string },
): ExportFile => ({
  name,
  platform: slot.platform,
  mediaType,
  content,
});

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Values are printable ASCII, so nothing else needs care. */
const xml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
