import { startSimulators, type Simulators } from '../../fixtures/simulators.ts';
import { describeVendorContract } from '../mdm-vendor.contract.ts';
import { setUpIntune } from './intune.fixtures.ts';
import { IntuneVendor } from './intune.vendor.ts';

describe('Microsoft Intune', () => {
  let simulators: Simulators;
  beforeAll(async () => {
    simulators = await startSimulators();
  });
  afterAll(() => simulators.stop());

  describeVendorContract('Microsoft Intune', () => ({
    adapter: new IntuneVendor(),
    setUp: () => setUpIntune(simulators.urls.intune),
  }));
});
