import type { Slot } from '../vendors/mdm-vendor.ts';
import { androidManagedConfiguration, appConfigSpecification, filesFor, propertyList } from './files.ts';

const slot = (platform: Slot['platform'], appId = 'com.example.app'): Slot => ({
  connectionId: 'c',
  platform,
  appId,
  key: 'PINGID_MDM_TOKEN',
  remoteRef: null,
  hasOpenWrite: false,
});

describe('a property list', () => {
  it('is one flat dictionary with one string', () => {
    expect(propertyList(slot('ios'), 'TOKEN-VALUE')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>PINGID_MDM_TOKEN</key>
	<string>TOKEN-VALUE</string>
</dict>
</plist>
`);
  });

  it('says every printable character as it is meant', () => {
    const value = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 32 + index));
    const written = /<string>(.*)<\/string>/.exec(propertyList(slot('ios'), value))?.[1] ?? '';
    expect(written).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|apos;)/);
    const read = written.replace(
      /&(amp|lt|gt|quot|apos);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '',
    );
    expect(read).toBe(value);
  });
});

describe('the other files', () => {
  it('for Android are JSON under the package name', () => {
    expect(JSON.parse(androidManagedConfiguration(slot('android'), 'a"b\\c'))).toEqual({
      packageName: 'com.example.app',
      managedConfiguration: { PINGID_MDM_TOKEN: 'a"b\\c' },
    });
  });

  it('hold the value as the default of a form', () => {
    expect(appConfigSpecification(slot('ios'), 'a&b')).toContain(
      '<defaultValue><value>a&amp;b</value></defaultValue>',
    );
  });

  it('are no form for a bundle id that the schema of the AppConfig Community refuses', () => {
    const names = (appId: string) => filesFor(slot('ios', appId), 'x').map(({ name }) => name);
    expect(names('com.example.app')).toContain('appconfig.xml');
    expect(names('com.example.my-app')).not.toContain('appconfig.xml');
    expect(names('com.example.my-app')).toContain('managed-app-configuration.plist');
  });
});
