import { startSimulators, type Simulators } from '../../fixtures/simulators.ts';
import { describeVendorContract } from '../mdm-vendor.contract.ts';
import { IvantiEpmmVendor } from './ivanti-epmm.vendor.ts';
import { setUpMobileiron } from './mobileiron.fixtures.ts';

describe('Ivanti EPMM', () => {
  let simulators: Simulators;
  beforeAll(async () => {
    simulators = await startSimulators();
  });
  afterAll(() => simulators.stop());

  describeVendorContract('Ivanti EPMM', () => ({
    adapter: new IvantiEpmmVendor(),
    setUp: () => setUpMobileiron(simulators.urls.mobileiron, 'epmm'),
  }));
});
