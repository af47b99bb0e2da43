import { waitFor } from '@mdm-gate/testing';
import { at, call, heldBy, listAt, recordAt, startForSpec, textAt } from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';
import { type UemClient, uemClient } from './workspace-one.fixture.ts';

const KEY = 'PINGID_MDM_TOKEN';

describe('Delivering through Workspace ONE', () => {
  let simulators: RunningSimulators;
  let client: UemClient;

  beforeEach(async () => {
    simulators = await startForSpec();
    client = await uemClient(simulators.workspaceOne);
  });

  afterEach(() => simulators.stop());

  async function upsert(platform: 'ios' | 'android', value: string): Promise<void> {
    const app = recordAt(client.tenant, 'apps', platform);
    const found = await client.uem(
      `/api/mam/apps/search?bundleid=${String(app['appId'])}&applicationtype=Public`,
    );
    const row = listAt(found.json, 'Application').find(
      (candidate) =>
        at(candidate, 'Platform') === app['platform'] && at(candidate, 'BundleId') === app['appId'],
    );
    const path = `/api/mam/apps/${textAt(row, 'Uuid')}/assignment-rules`;
    const { json: rules } = await client.uem(path, { version: 2 });
    const assignments = listAt(rules, 'assignments').map((assignment) => ({
      ...recordAt(assignment),
      application_configuration: [
        ...listAt(assignment, 'application_configuration').filter((entry) => at(entry, 'key') !== KEY),
        { key: KEY, value, type: 'STRING' },
      ],
    }));
    const put = await client.uem(path, {
      method: 'PUT',
      version: 2,
      json: { ...recordAt(rules), assignments },
    });
    expect(put).toMatchObject({ status: 202, text: '' });
  }

  it.each(['ios', 'android'] as const)(
    'brings the key to a device of %s beside the other keys',
    async (platform) => {
      await upsert(platform, 'first-token');
      const { json } = await call(`${simulators.workspaceOne}/__sim/devices?platform=${platform}`);
      const device = textAt(json, 'devices', 0, 'id');
      const app = textAt(client.tenant, 'apps', platform, 'appId');
      await waitFor(
        async () => at(await heldBy(simulators.workspaceOne, device, app), KEY) === 'first-token',
      );
      const others = platform === 'ios' ? { support_contact: 'help@example.com' } : {};
      expect(await heldBy(simulators.workspaceOne, device, app)).toEqual({ ...others, [KEY]: 'first-token' });
    },
  );
});
