import { startSimulators, type Simulators } from '../../fixtures/simulators.ts';
import { describeVendorContract } from '../mdm-vendor.contract.ts';
import { setUpWorkspaceOne } from './workspace-one.fixtures.ts';
import { WorkspaceOneVendor } from './workspace-one.vendor.ts';

describe('Workspace ONE UEM', () => {
  let simulators: Simulators;
  beforeAll(async () => {
    simulators = await startSimulators();
  });
  afterAll(() => simulators.stop());

  describeVendorContract('Workspace ONE UEM', () => ({
    adapter: new WorkspaceOneVendor(),
    setUp: () => setUpWorkspaceOne(simulators.urls.workspaceOne),
  }));
});
