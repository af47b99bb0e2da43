import { describeVendorContract } from '../mdm-vendor.contract.ts';
import { IvantiEpmmVendor } from './ivanti-epmm.vendor.ts';
import { setUpMobileiron } from './mobileiron.fixtures.ts';

describeVendorContract('Ivanti EPMM', {
  simulated: 'mobileiron',
  adapter: new IvantiEpmmVendor(),
  setUp: (url) => setUpMobileiron(url, 'epmm'),
});
