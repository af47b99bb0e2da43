import { isolatedReaders } from '../../fixtures/isolated-readers.ts';
import { describeVendorContract } from '../mdm-vendor.contract.ts';
import { setUpIntune } from './intune.fixtures.ts';
import { IntuneVendor } from './intune.vendor.ts';

describeVendorContract('Microsoft Intune', {
  simulated: 'intune',
  adapter: new IntuneVendor(isolatedReaders()),
  oddPages: { nextLinks: 'odd' },
  setUp: setUpIntune,
});
