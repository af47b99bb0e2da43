import type { Slot } from '../mdm-vendor.ts';
import { changedConfiguration, isForApp, isOurs, newConfiguration, valueIn } from './configuration-policy.ts';
import type { Configuration } from './intune.schema.ts';

const slot = (platform: Slot['platform']): Slot => ({
  connectionId: 'connection-1',
  platform,
  appId: 'com.example.app',
  key: 'TOKEN',
  remoteRef: null,
});
const ios: Configuration = {
  '@odata.type': '#microsoft.graph.iosMobileAppConfiguration',
  '@odata.context': 'x',
  id: 'policy-1',
  version: 4,
  displayName: 'By hand',
  description: '',
  createdDateTime: '2025-09-25T18:08:47.1965944Z',
  lastModifiedDateTime: '2025-09-29T12:46:09.1014741Z',
  encodedSettingXml: null,
  roleScopeTagIds: ['3'],
  targetedMobileApps: ['app-1'],
  settings: [
    { appConfigKey: 'one', appConfigKeyType: 'booleanType', appConfigKeyValue: 'true' },
    { appConfigKey: 'TOKEN', appConfigKeyType: 'stringType', appConfigKeyValue: 'old' },
    { appConfigKey: 'two', appConfigKeyType: 'stringType', appConfigKeyValue: '{{deviceid}}' },
  ],
};
const payload = (content: object): string => Buffer.from(JSON.stringify(content), 'utf8').toString('base64');
const android: Configuration = {
  '@odata.type': '#microsoft.graph.androidManagedStoreAppConfiguration',
  id: 'policy-2',
  targetedMobileApps: ['app-2'],
  packageId: 'app:com.example.app',
  appSupportsOemConfig: false,
  payloadJson: payload({
    kind: 'androidenterprise#managedConfiguration',
    productId: 'app:com.example.app',
    managedProperty: [
      { key: 'greeting', valueString: 'Grüße 👋' },
      { key: 'nested', valueBundle: { managedProperty: [{ key: 'TOKEN', valueString: 'not this one' }] } },
    ],
  }),
};

describe('an iOS policy of Intune', () => {
  it('is sent whole with only the key changed, in its place, and without what Intune keeps itself', () => {
    expect(changedConfiguration(ios, slot('ios'), 'new')).toEqual({
      '@odata.type': '#microsoft.graph.iosMobileAppConfiguration',
      displayName: 'By hand',
      description: '',
      roleScopeTagIds: ['3'],
      targetedMobileApps: ['app-1'],
      settings: [
        { appConfigKey: 'one', appConfigKeyType: 'booleanType', appConfigKeyValue: 'true' },
        { appConfigKey: 'TOKEN', appConfigKeyType: 'stringType', appConfigKeyValue: 'new' },
        { appConfigKey: 'two', appConfigKeyType: 'stringType', appConfigKeyValue: '{{deviceid}}' },
      ],
    });
  });

  it('is never sent with an empty list of settings', () => {
    const only = { ...ios, settings: ios.settings?.slice(1, 2) };
    expect(changedConfiguration(only, slot('ios'), null)).toBeUndefined();
  });

  it('that was entered as XML is sent as XML, without the list of settings that reads as empty', () => {
    const xml = '<dict><key>a</key><true/><key>TOKEN</key><string>a &amp; b</string></dict>';
    const entered = { ...ios, settings: [], encodedSettingXml: Buffer.from(xml).toString('base64') };
    expect(valueIn(entered, slot('ios'))).toBe('a & b');
    const changed = changedConfiguration(entered, slot('ios'), 'new') as { encodedSettingXml: string };
    expect(changed).not.toHaveProperty('settings');
    expect(Buffer.from(changed.encodedSettingXml, 'base64').toString('utf8')).toBe(
      '<dict><key>a</key><true/><key>TOKEN</key><string>new</string></dict>',
    );
  });

  it('whose XML cannot be read is left to an administrator', () => {
    const entered = { ...ios, settings: [], encodedSettingXml: Buffer.from('<dict>').toString('base64') };
    expect(() => changedConfiguration(entered, slot('ios'), 'new')).toThrow(/configuration-unsupported/);
  });
});

describe('an Android policy of Intune', () => {
  it('has the prefix app: in its package and its product, which the app itself has not', () => {
    const made = newConfiguration(slot('android'), 'app-2', 'value') as {
      packageId: string;
      payloadJson: string;
    };
    expect(made.packageId).toBe('app:com.example.app');
    expect(JSON.parse(Buffer.from(made.payloadJson, 'base64').toString('utf8'))).toEqual({
      kind: 'androidenterprise#managedConfiguration',
      productId: 'app:com.example.app',
      managedProperty: [{ key: 'TOKEN', valueString: 'value' }],
    });
  });

  it('keeps the other keys as they were, whatever characters are in them', () => {
    const changed = changedConfiguration(android, slot('android'), 'new') as { payloadJson: string };
    expect(JSON.parse(Buffer.from(changed.payloadJson, 'base64').toString('utf8'))).toMatchObject({
      managedProperty: [
        { key: 'greeting', valueString: 'Grüße 👋' },
        { key: 'nested', valueBundle: { managedProperty: [{ key: 'TOKEN', valueString: 'not this one' }] } },
        { key: 'TOKEN', valueString: 'new' },
      ],
    });
  });

  it('is not changed when its payload cannot be read', () => {
    const broken = { ...android, payloadJson: Buffer.from('not json').toString('base64') };
    expect(() => changedConfiguration(broken, slot('android'), 'new')).toThrow(/configuration-unsupported/);
  });
});

describe('a policy', () => {
  it('is for an app of its own platform: the same id may exist on both', () => {
    expect(isForApp({ ...android, targetedMobileApps: ['app-1'] }, slot('ios'), 'app-1')).toBe(false);
    expect(isForApp(ios, slot('ios'), 'app-1')).toBe(true);
  });

  it('that we made is known by its description, for this connection and platform only', () => {
    const made = { id: 'x', ...newConfiguration(slot('ios'), 'app-1', 'value') };
    expect(isOurs(made, slot('ios'))).toBe(true);
    expect(isOurs(made, slot('android'))).toBe(false);
    expect(isOurs(made, { ...slot('ios'), connectionId: 'connection-2' })).toBe(false);
    expect(isOurs(ios, slot('ios'))).toBe(false);
  });
});
