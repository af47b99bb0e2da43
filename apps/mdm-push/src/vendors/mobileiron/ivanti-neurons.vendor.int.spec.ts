import { describeVendorContract } from '../mdm-vendor.contract.ts';
import { setUpMobileiron, setUpWithOwnApi } from './mobileiron.fixtures.ts';
import { IvantiNeuronsVendor } from './ivanti-neurons.vendor.ts';

const vendor = { simulated: 'mobileiron', adapter: new IvantiNeuronsVendor() } as const;

describeVendorContract('Ivanti Neurons for MDM, with its own API for another device space', {
  ...vendor,
  setUp: setUpWithOwnApi,
});

describeVendorContract('Ivanti Neurons for MDM', { ...vendor, setUp: setUpMobileiron });
