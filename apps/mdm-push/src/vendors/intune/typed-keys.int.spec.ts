import { isolatedReaders } from '../../fixtures/isolated-readers.ts';
import { describeTypedKeys } from '../typed-keys.contract.ts';
import { graph } from './as-administrator.fixture.ts';
import { setUpIntune } from './intune.fixtures.ts';
import { IntuneVendor } from './intune.vendor.ts';

const vendor = {
  simulated: 'intune',
  adapter: new IntuneVendor(isolatedReaders()),
  setUp: setUpIntune,
} as const;

describeTypedKeys('Microsoft Intune', vendor);

describeTypedKeys(
  'Microsoft Intune, in XML',
  vendor,
  async (setUp) => {
    const { apps } = setUp.tenant.described as unknown as { apps: { ios: { id: string } } };
    const xml = '<dict><key>other</key><string>kept</string></dict>';
    return graph(setUp, 'POST', 'mobileAppConfigurations', {
      '@odata.type': '#microsoft.graph.iosMobileAppConfiguration',
      displayName: 'By hand',
      targetedMobileApps: [apps.ios.id],
      encodedSettingXml: Buffer.from(xml).toString('base64'),
    });
  },
  ['ios'],
);
