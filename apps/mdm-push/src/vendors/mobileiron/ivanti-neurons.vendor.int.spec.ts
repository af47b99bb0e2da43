import { describeVendorContract } from '../mdm-vendor.contract.ts';
import { setUpMobileiron } from './mobileiron.fixtures.ts';
import { IvantiNeuronsVendor } from './ivanti-neurons.vendor.ts';

const vendor = { simulated: 'mobileiron', adapter: new IvantiNeuronsVendor() } as const;

describeVendorContract('Ivanti Neurons for MDM, with its own API for another device space', {
  ...vendor,
  setUp: async (url) => {
    const setUp = await setUpMobileiron(url);
    const deviceSpaceId = setUp.tenant.described.spaces[0]?.id;
    return { ...setUp, fields: { ...setUp.fields, settings: { ...setUp.fields.settings, deviceSpaceId } } };
  },
});

describeVendorContract('Ivanti Neurons for MDM', { ...vendor, setUp: setUpMobileiron });
