import { forgetRequests, requestsTo, setFaults } from '../../fixtures/simulators.ts';
import { VendorStage } from '../../fixtures/vendor-stage.ts';
import { IvantiNeuronsVendor } from './ivanti-neurons.vendor.ts';
import { setUpMobileiron, setUpWithOwnApi } from './mobileiron.fixtures.ts';

/** The same by both of Ivanti's APIs. */
describe.each([
  {
    api: 'Common Platform Services',
    setUp: setUpMobileiron,
    write: { method: 'POST', path: '/msa/v1/cps/device$' },
    writesOfAFleet: 1,
  },
  {
    api: 'the API of Neurons for MDM',
    setUp: setUpWithOwnApi,
    write: { method: 'PUT', path: '/api/v1/device/[^/]+/customattributes$' },
    writesOfAFleet: 3,
  },
])('a write of which no answer comes, over $api', ({ setUp, write, writesOfAFleet }) => {
  const stage = new VendorStage({ simulated: 'mobileiron', adapter: new IvantiNeuronsVendor(), setUp });
  const writesOf = async () => (await stage.setUp.tenant.devices('ios')).map(({ writes }) => writes);
  const attemptsToWrite = async () =>
    (await requestsTo(stage.url)).filter(
      ({ method, path }) => method === write.method && new RegExp(write.path).test(path),
    ).length;

  it('is not repeated, because it may have been carried out, and ends right', async () => {
    await setFaults(stage.url, [{ kind: 'lost-answer', match: write }]);
    const drive = stage.open();
    await drive.inspect('ios', 'value-one');
    await expect(drive.write('ios', 'value-one')).rejects.toMatchObject({ code: 'vendor-unreachable' });
    await setFaults(stage.url, []);
    await drive.inspect('ios', 'value-one');
    await drive.deliver('ios', 'value-one');
    await expect(writesOf()).resolves.toEqual([1, 1, 1]);
  });

  it('that answers with an error of its own after it was carried out is not repeated either', async () => {
    await setFaults(stage.url, [{ kind: 'stored-but-refused', status: 502, match: write }]);
    const drive = stage.open();
    await drive.inspect('ios', 'value-one');
    await expect(drive.write('ios', 'value-one')).rejects.toMatchObject({ code: 'vendor-error' });
    await setFaults(stage.url, []);
    await drive.inspect('ios', 'value-one');
    await drive.deliver('ios', 'value-one');
    await expect(writesOf()).resolves.toEqual([1, 1, 1]);
  });

  it('that was refused is tried again without waiting for the devices', async () => {
    await setFaults(stage.url, [{ kind: 'answer', status: 429, retryAfter: 60, match: write }]);
    const drive = stage.open();
    await drive.inspect('ios', 'value-one');
    await expect(drive.write('ios', 'value-one')).rejects.toMatchObject({ code: 'vendor-throttled' });
    await expect(drive.attempt.fleet.entries()).resolves.toEqual(new Map());
  });

  it('that was refused for a moment is written within the turn, which begins anew', async () => {
    await setFaults(stage.url, [{ kind: 'answer', status: 429, retryAfter: 0.1, times: 1, match: write }]);
    await forgetRequests(stage.url);
    await stage.open().deliver('ios', 'value-one');
    await expect(writesOf()).resolves.toEqual([1, 1, 1]);
    await expect(attemptsToWrite()).resolves.toBe(writesOfAFleet + 1);
  });
});

describe('devices that are written one by one', () => {
  const stage = new VendorStage({
    simulated: 'mobileiron',
    adapter: new IvantiNeuronsVendor(),
    setUp: setUpWithOwnApi,
  });
  const write = { method: 'PUT', path: '/api/v1/device/[^/]+/customattributes$' };

  it('are each told from the others when some are refused: nothing is under way any more when the write ends', async () => {
    await setFaults(stage.url, [
      { kind: 'answer', status: 403, times: 1, match: write },
      { kind: 'latency', latencyMs: 200, skip: 1, match: write },
    ]);
    const drive = stage.open();
    await expect(drive.write('ios', 'value-one')).rejects.toMatchObject({ code: 'permission-missing' });
    const written = (await stage.setUp.tenant.devices('ios')).filter(({ writes }) => writes === 1);
    expect(written).toHaveLength(2);
    expect([...(await drive.attempt.fleet.entries()).keys()].toSorted()).toEqual(
      written.map(({ id }) => id).toSorted(),
    );
  });

  it('are not written when they hold the value already', async () => {
    await stage.open().deliver('ios', 'value-one');
    // A turn that knows nothing of the one before.
    const drive = stage.open();
    await drive.write('ios', 'value-one');
    expect((await stage.setUp.tenant.devices('ios')).map(({ writes }) => writes)).toEqual([1, 1, 1]);
  });
});
