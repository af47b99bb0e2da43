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
    const entries = ['other', 'PINGID_MDM_TOKEN'].map((key) => `<key>${key}</key><string>kept</string>`);
    const xml = `<dict>${entries.join('')}</dict>`;
    return graph(setUp, 'POST', 'mobileAppConfigurations', {
      '@odata.type': '#microsoft.graph.iosMobileAppConfiguration',
      displayName: 'By hand',
      targetedMobileApps: [apps.ios.id],
      encodedSettingXml: Buffer.from(xml).toString('base64'),
    });
  },
  ['ios'],
);
