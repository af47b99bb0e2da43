import { setFaults } from '../../fixtures/simulators.ts';
import { VendorStage } from '../../fixtures/vendor-stage.ts';
import { IvantiNeuronsVendor } from './ivanti-neurons.vendor.ts';
import { setUpMobileiron } from './mobileiron.fixtures.ts';

describe('traps of Ivanti Neurons for MDM', () => {
  const stage = new VendorStage({
    simulated: 'mobileiron',
    adapter: new IvantiNeuronsVendor(),
    setUp: setUpMobileiron,
  });

  it('an attribute that nobody defined is named, not written', async () => {
    await expect(stage.open({ attribute: 'nosuchattribute' }).inspect('ios', 'x')).rejects.toMatchObject({
      code: 'attribute-missing',
      detail: expect.stringContaining('nosuchattribute') as string,
    });
  });

  it('an attribute of the vendor itself is not overwritten', async () => {
    await expect(stage.open({ attribute: 'status' }).inspect('ios', 'x')).rejects.toMatchObject({
      code: 'attribute-read-only',
    });
  });

  it('a user without the CPS role is told which role is missing', async () => {
    await stage.setUp.tenant.set({ cpsRole: false });
    await expect(stage.open().inspect('ios', 'x')).rejects.toMatchObject({ code: 'permission-missing' });
  });

  it('a suspended tenant is told from wrong credentials, although both are 401', async () => {
    await stage.setUp.tenant.set({ suspended: true });
    await expect(stage.open().inspect('ios', 'x')).rejects.toMatchObject({ code: 'tenant-unavailable' });
  });

  it('the device list shows the value only after a check-in: a device is not written again meanwhile', async () => {
    const drive = stage.open();
    await drive.inspect('ios', 'value-one');
    await drive.write('ios', 'value-one');
    await drive.inspect('ios', 'value-one');
    await drive.write('ios', 'value-one');
    await drive.deliver('ios', 'value-one');
    expect((await stage.setUp.tenant.devices('ios')).map(({ writes }) => writes)).toEqual([1, 1, 1]);
  });

  it('a write that was taken and lost is seen after the check-in, and sent again', async () => {
    const drive = stage.open();
    await drive.inspect('ios', 'value-one');
    await setFaults(stage.url, [
      { kind: 'accepted-but-not-stored', times: 1, match: { method: 'POST', path: '/msa/v1/cps/device$' } },
    ]);
    await drive.write('ios', 'value-one');
    // A check-in at about the time of the write is asked for again, a later one is waited for.
    expect((await drive.inspect('ios', 'value-one')).holds).toMatch(/^(pending|incomplete)$/);
    for (const [deviceId, entry] of await drive.attempt.fleet.entries()) {
      await drive.attempt.fleet.record([{ ...entry, deviceId, sentAt: entry.sentAt - 10_000 }]);
    }
    for (const { id } of await stage.setUp.tenant.devices('ios')) await stage.setUp.tenant.checkIn(id);
    expect((await drive.inspect('ios', 'value-one')).holds).toBe('other');
    await expect(drive.deliver('ios', 'value-one')).resolves.toMatchObject({ holds: 'wanted' });
  });

  it('other attributes of a device survive the write, although the call may replace all of them', async () => {
    const [space] = stage.setUp.tenant.described.spaces;
    const costCenters = stage.open({ attribute: 'costcenter', deviceSpaceId: space?.id });
    await costCenters.deliver('ios', 'center-7');
    await stage.open({ deviceSpaceId: space?.id }).deliver('ios', 'value-one');
    await expect(costCenters.inspect('ios', 'center-7')).resolves.toMatchObject({ holds: 'wanted' });
  });
});
