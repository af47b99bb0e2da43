import { asAdministrator } from './as-administrator.fixture.ts';
import { describeOthersWork } from '../others-work.contract.ts';
import { setUpWorkspaceOne, type WorkspaceOneSetUp } from './workspace-one.fixtures.ts';
import { WorkspaceOneVendor } from './workspace-one.vendor.ts';

const androidStaff = ({ tenant }: WorkspaceOneSetUp): string =>
  tenant.described.smartGroups.find(({ name }) => name === 'Android staff')?.uuid ?? '';

describeOthersWork('Workspace ONE UEM', {
  vendor: { simulated: 'workspaceOne', adapter: new WorkspaceOneVendor(), setUp: setUpWorkspaceOne },
  write: { method: 'PUT', path: 'assignment-rules' },
  works: [
    {
      name: 'a description',
      editIn: () => ({ platform: 'ios', description: 'written by hand' }),
      isThere: async (setUp) =>
        (await asAdministrator(setUp, 'GET')).assignments.every(
          ({ distribution }) => distribution.description === 'written by hand',
        ),
    },
    {
      name: 'another key',
      editIn: () => ({ platform: 'ios', key: 'support_contact', value: 'new@example.com' }),
      isThere: async (setUp) =>
        (await asAdministrator(setUp, 'GET')).assignments.every(({ application_configuration: entries }) =>
          entries.some(({ key, value }) => key === 'support_contact' && value === 'new@example.com'),
        ),
    },
    {
      name: 'a further smart group',
      editIn: (setUp) => ({ platform: 'ios', assignGroup: androidStaff(setUp) }),
      isThere: async (setUp) =>
        JSON.stringify(await asAdministrator(setUp, 'GET'))
          .toLowerCase()
          .includes(androidStaff(setUp)),
    },
  ],
});
