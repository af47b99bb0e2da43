import type { Slot } from '../mdm-vendor.ts';
import { AppPolicy, newPolicy } from './app-policy.ts';

const slot = (platform: Slot['platform']): Slot => ({
  connectionId: 'connection-1',
  platform,
  appId: 'com.example.app',
  key: 'TOKEN',
  remoteRef: null,
  hasOpenWrite: false,
});
const setting = (key: string, type: string, value: string): string =>
  `{"appConfigKey":"${key}","appConfigKeyType":"${type}","appConfigKeyValue":"${value}"}`;
const head =
  '"displayName":"By hand","description":"","roleScopeTagIds":["3"],"unknown":12345678901234567890,"targetedMobileApps":["app-1"]';
const iosText = (content: string): string =>
  `{"@odata.context":"x","@odata.type":"#microsoft.graph.iosMobileAppConfiguration","id":"policy-1","version":4,"createdDateTime":"2025-09-25T18:08:47.1965944Z",${head},${content}}`;
const ios = (content: string): AppPolicy => AppPolicy.parse(iosText(content));
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const android = (payload: string): AppPolicy =>
  AppPolicy.parse(
    `{"@odata.type":"#microsoft.graph.androidManagedStoreAppConfiguration","id":"policy-2","packageId":"app:com.example.app","appSupportsOemConfig":false,"targetedMobileApps":["app-2"],"payloadJson":"${payload}"}`,
  );
const text = (value: string) => ({ kind: 'text', text: value });

describe('an iOS policy of Intune', () => {
  const others = [setting('one', 'booleanType', 'true'), setting('two', 'stringType', '{{deviceid}}')];
  const settings = (own: string): string =>
    `"encodedSettingXml":null,"settings":[${others[0]},${own},${others[1]}]`;

  it('is sent whole with only the key changed, in its place, to the letter, and without what Intune keeps itself', () => {
    const policy = ios(settings(setting('TOKEN', 'stringType', 'old')));
    expect(policy.held(slot('ios'))).toEqual(text('old'));
    expect(policy.with(slot('ios'), 'new')).toBe(
      `{"@odata.type":"#microsoft.graph.iosMobileAppConfiguration",${head},"settings":[${others[0]},${setting('TOKEN', 'stringType', 'new')},${others[1]}]}`,
    );
  });

  it.each(['integerType', 'booleanType', 'realType', 'tokenType'])(
    'does not have a value that was entered as %s, and gets it as a text',
    (type) => {
      const policy = ios(settings(setting('TOKEN', type, '12345678')));
      expect(policy.held(slot('ios'))).toEqual({ kind: 'not-one-text' });
      expect(policy.with(slot('ios'), '12345678')).toContain(setting('TOKEN', 'stringType', '12345678'));
    },
  );

  it('with the key twice gets it once', () => {
    const own = setting('TOKEN', 'stringType', 'new');
    const policy = ios(settings(`${own},${setting('TOKEN', 'stringType', 'old')}`));
    expect(policy.held(slot('ios'))).toEqual({ kind: 'not-one-text' });
    expect(policy.with(slot('ios'), 'new')?.split('TOKEN')).toHaveLength(2);
  });

  it('is never sent with an empty list of settings', () => {
    const only = ios(`"settings":[${setting('TOKEN', 'stringType', 'x')}]`);
    expect(only.with(slot('ios'), null)).toBeUndefined();
  });

  it('that was entered as XML is sent as XML, without the list of settings that reads as empty', () => {
    const xml = (value: string) =>
      `<dict><key>a</key><true/><key>TOKEN</key><string>${value}</string></dict>`;
    const policy = ios(`"settings":[],"encodedSettingXml":"${base64(xml('a &amp; b'))}"`);
    expect(policy.held(slot('ios'))).toEqual(text('a & b'));
    const sent = JSON.parse(policy.with(slot('ios'), 'new') ?? '{}') as object;
    expect(sent).toMatchObject({ encodedSettingXml: base64(xml('new')) });
    expect(sent).not.toHaveProperty('settings');
  });

  it.each([
    ['XML that cannot be read', `"encodedSettingXml":"${base64('<dict>')}"`],
    ['no base64', '"encodedSettingXml":"<dict/>"'],
    ['both XML and settings', `"encodedSettingXml":"${base64('<dict/>')}","settings":[${others[0]}]`],
    ['settings that are no list', '"settings":{}'],
  ])('with %s is left to an administrator', (_, content) => {
    expect(() => ios(content).with(slot('ios'), 'new')).toThrow(/configuration-unsupported/);
  });

  it('with a field twice is left to an administrator', () => {
    expect(() => ios('"displayName":"again"')).toThrow(/configuration-unsupported.*twice/);
  });

  it('has lost nothing when only the key is another one', () => {
    const before = ios(settings(setting('TOKEN', 'stringType', 'old')));
    const after = AppPolicy.parse(
      iosText(settings(setting('TOKEN', 'stringType', 'new'))).replace('"version":4', '"version":5'),
    );
    expect(before.lostIn(after, slot('ios'))).toEqual([]);
  });

  it.each([
    ['another key', /true/, 'false', ['other keys']],
    ['the description', '"description":""', '"description":""', []],
    ['the name', 'By hand', 'By foot', ['displayName']],
    ['the scopes', '["3"]', '["4"]', ['roleScopeTagIds']],
    ['digits of a number', '12345678901234567890', '12345678901234567891', ['unknown']],
    ['what somebody changed in between', '"version":5', '"version":6', ['a change in between (version 5)']],
  ])('tells that %s is lost', (_, from, to, lost) => {
    const before = ios(settings(setting('TOKEN', 'stringType', 'old')));
    const written = iosText(settings(setting('TOKEN', 'stringType', 'new'))).replace(
      '"version":4',
      '"version":5',
    );
    expect(before.lostIn(AppPolicy.parse(written.replace(from, to)), slot('ios'))).toEqual(lost);
  });
});

describe('an Android policy of Intune', () => {
  const payload = (own: string, around = (json: string): string => json): string =>
    around(
      `{"kind":"androidenterprise#managedConfiguration","productId":"app:com.example.app","managedProperty":[{"key":"greeting","valueString":"Grüße 👋"},{"key":"n","valueInteger":9007199254740993}${own}]}`,
    );
  const own = (value: string): string => `,{"key":"TOKEN","valueString":"${value}"}`;
  const sentPayload = (policy: AppPolicy, value: string | null): Buffer => {
    const { payloadJson } = JSON.parse(policy.with(slot('android'), value) ?? '{}') as {
      payloadJson: string;
    };
    return Buffer.from(payloadJson, 'base64');
  };

  it('has the prefix app: in its package and its product, which the app itself has not', () => {
    const made = newPolicy(slot('android'), 'app-2', 'value');
    const policy = JSON.parse(made) as { packageId: string; payloadJson: string };
    expect(policy.packageId).toBe('app:com.example.app');
    expect(JSON.parse(Buffer.from(policy.payloadJson, 'base64').toString('utf8'))).toEqual({
      kind: 'androidenterprise#managedConfiguration',
      productId: 'app:com.example.app',
      managedProperty: [{ key: 'TOKEN', valueString: 'value' }],
    });
  });

  it('keeps the other keys to the letter, whatever stands in them', () => {
    const policy = android(base64(payload('')));
    expect(sentPayload(policy, 'new').toString('utf8')).toBe(payload(own('new')));
    const withKey = android(base64(payload(own('old'))));
    expect(sentPayload(withKey, null).toString('utf8')).toBe(payload(''));
  });

  it.each([
    ['UTF-8', Buffer.of(0xef, 0xbb, 0xbf), 'utf8'],
    ['UTF-16', Buffer.of(0xff, 0xfe), 'utf16le'],
  ] as const)('that begins with a byte order mark of %s is read, and keeps it', (_, mark, encoding) => {
    const bytes = (content: string): Buffer => Buffer.concat([mark, Buffer.from(content, encoding)]);
    const policy = android(bytes(payload(own('old'))).toString('base64'));
    expect(policy.held(slot('android'))).toEqual(text('old'));
    expect(sentPayload(policy, 'new').equals(bytes(payload(own('new'))))).toBe(true);
  });

  it.each([
    ['no JSON', base64('not json')],
    ['no object', base64('[]')],
    ['no base64', '***'],
    ['no UTF-8', Buffer.from('{"managedProperty":[],"x":"\xe4"}', 'latin1').toString('base64')],
    ['two lists', base64('{"managedProperty":[],"managedProperty":[]}')],
  ])('whose payload is %s is left to an administrator', (_, broken) => {
    expect(() => android(broken).with(slot('android'), 'new')).toThrow(/configuration-unsupported/);
    expect(() => android(broken).held(slot('android'))).toThrow(/configuration-unsupported/);
  });

  it('without a payload gets one', () => {
    expect(sentPayload(android(''), 'new').toString('utf8')).toContain('"TOKEN"');
  });
});

describe('a policy', () => {
  it('is for an app of its own platform: the same id may exist on both', () => {
    expect(ios('"settings":[]').isForApp(slot('ios'), 'app-1')).toBe(true);
    expect(ios('"settings":[]').isForApp(slot('android'), 'app-1')).toBe(false);
    expect(ios('"settings":[]').isForApp(slot('ios'), 'app-2')).toBe(false);
  });

  it('that we made is known by its description, for this connection and platform only', () => {
    const made = AppPolicy.parse(newPolicy(slot('ios'), 'app-1', 'value').replace('{', '{"id":"x",'));
    expect(made.isOurs(slot('ios'))).toBe(true);
    expect(made.isOurs(slot('android'))).toBe(false);
    expect(made.isOurs({ ...slot('ios'), connectionId: 'connection-2' })).toBe(false);
    expect(ios('"settings":[]').isOurs(slot('ios'))).toBe(false);
  });
});
