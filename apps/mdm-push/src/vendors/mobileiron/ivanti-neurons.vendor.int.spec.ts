import { startSimulators, type Simulators } from '../../fixtures/simulators.ts';
import { describeVendorContract } from '../mdm-vendor.contract.ts';
import { setUpMobileiron } from './mobileiron.fixtures.ts';
import { IvantiNeuronsVendor } from './ivanti-neurons.vendor.ts';

describe('Ivanti Neurons for MDM', () => {
  let simulators: Simulators;
  beforeAll(async () => {
    simulators = await startSimulators();
  });
  afterAll(() => simulators.stop());

  describeVendorContract('Ivanti Neurons for MDM, with its own API for another device space', () => ({
    adapter: new IvantiNeuronsVendor(),
    setUp: async () => {
      const setUp = await setUpMobileiron(simulators.urls.mobileiron);
      const deviceSpaceId = setUp.tenant.described.spaces[0]?.id;
      return { ...setUp, fields: { ...setUp.fields, settings: { ...setUp.fields.settings, deviceSpaceId } } };
    },
  }));

  describeVendorContract('Ivanti Neurons for MDM', () => ({
    adapter: new IvantiNeuronsVendor(),
    setUp: () => setUpMobileiron(simulators.urls.mobileiron),
  }));
});
