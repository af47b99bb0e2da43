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

  describeVendorContract('Ivanti Neurons for MDM', () => ({
    adapter: new IvantiNeuronsVendor(),
    setUp: () => setUpMobileiron(simulators.urls.mobileiron),
  }));
});
