import { describeTypedKeys } from '../typed-keys.contract.ts';
import { setUpWorkspaceOne } from './workspace-one.fixtures.ts';
import { WorkspaceOneVendor } from './workspace-one.vendor.ts';

describeTypedKeys('Workspace ONE UEM', {
  simulated: 'workspaceOne',
  adapter: new WorkspaceOneVendor(),
  setUp: setUpWorkspaceOne,
});
