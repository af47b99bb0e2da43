import { isolatedReaders } from '../../fixtures/isolated-readers.ts';
import { setFaults } from '../../fixtures/simulators.ts';
import { VendorStage } from '../../fixtures/vendor-stage.ts';
import { describeOthersWork } from '../others-work.contract.ts';
import { assignedGroups, policiesOf } from './as-administrator.fixture.ts';
import { setUpIntune, type IntuneSetUp } from './intune.fixtures.ts';
import { IntuneVendor } from './intune.vendor.ts';

const vendor = {
  simulated: 'intune',
  adapter: new IntuneVendor(isolatedReaders()),
  setUp: setUpIntune,
} as const;
const otherGroup = 'a1b2c3d4-0000-4000-8000-000000000009';
const isAssigned = async (setUp: IntuneSetUp): Promise<boolean> =>
  (await assignedGroups(setUp)).includes(otherGroup);

describeOthersWork('Microsoft Intune', {
  vendor,
  write: { method: 'PATCH', path: 'mobileAppConfigurations' },
  works: [
    {
      name: 'a description',
      editIn: () => ({ platform: 'ios', description: 'written by hand' }),
      isThere: async (setUp) =>
        (await policiesOf(setUp)).every(({ description }) => description === 'written by hand'),
    },
    {
      name: 'another key',
      editIn: () => ({ platform: 'ios', key: 'support_contact', value: 'new@example.com' }),
      isThere: async (setUp) =>
        (await policiesOf(setUp)).every(({ settings }) =>
          settings?.some(({ appConfigKey }) => appConfigKey === 'support_contact'),
        ),
    },
    {
      name: 'an assignment',
      editIn: () => ({ platform: 'ios', assignGroup: otherGroup }),
      isThere: isAssigned,
    },
  ],
});

describe('Microsoft Intune: assignments, which are replaced as a whole,', () => {
  const stage = new VendorStage(vendor);
  const match = { method: 'POST', path: '/assign$' };

  /** The policy is there, and one more group is to get it. */
  const withOneMoreGroup = async () => {
    await stage.open().deliver('ios', 'value-one');
    const { groups } = stage.setUp.tenant.described as unknown as { groups: { id: string }[] };
    return stage.open({ assignToGroupIds: groups.map(({ id }) => id) });
  };
  const byHand = (moment: 'before' | 'after') => ({
    kind: 'hand-edit',
    tenant: stage.setUp.tenant.described.tenant,
    edit: { platform: 'ios', assignGroup: otherGroup },
    moment,
    times: 1,
    match,
  });

  it.each([429, 503, 500])(
    'keep the group that somebody else adds while ours is refused for now: %s',
    async (status) => {
      const drive = await withOneMoreGroup();
      await setFaults(stage.url, [
        byHand('after'),
        { kind: 'answer', status, retryAfter: 0.2, times: 1, match },
      ]);
      await expect(drive.deliver('ios', 'value-one')).resolves.toMatchObject({ holds: 'wanted' });
      await expect(isAssigned(stage.setUp)).resolves.toBe(true);
    },
  );

  it('keep the group that somebody else adds between our write and the look that follows', async () => {
    const drive = await withOneMoreGroup();
    await setFaults(stage.url, [byHand('after')]);
    await expect(drive.write('ios', 'value-one')).resolves.toMatchObject({ holds: 'wanted' });
    await expect(isAssigned(stage.setUp)).resolves.toBe(true);
  });
});

describe('Microsoft Intune: an edit between our look and our write', () => {
  const stage = new VendorStage(vendor);

  it('is told by the version of the policy, as Graph knows no precondition', async () => {
    const drive = stage.open();
    await drive.deliver('ios', 'value-one');
    await setFaults(stage.url, [
      {
        kind: 'hand-edit',
        tenant: stage.setUp.tenant.described.tenant,
        edit: { platform: 'ios', description: 'written by hand' },
        times: 1,
        match: { method: 'PATCH' },
      },
    ]);
    await expect(drive.write('ios', 'value-two')).rejects.toMatchObject({
      code: 'neighbours-changed',
      detail: expect.stringContaining('a change in between (version') as string,
    });
  });
});
