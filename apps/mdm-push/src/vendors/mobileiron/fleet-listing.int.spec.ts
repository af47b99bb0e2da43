import { forgetRequests, requestCounts } from '../../fixtures/simulators.ts';
import { TestAttempt, valueLike } from '../../fixtures/test-attempt.ts';
import { VendorStage } from '../../fixtures/vendor-stage.ts';
import { IvantiEpmmVendor } from './ivanti-epmm.vendor.ts';
import { IvantiNeuronsVendor } from './ivanti-neurons.vendor.ts';
import { setUpMobileiron, setUpWithOwnApi } from './mobileiron.fixtures.ts';

/** More pages than are cheap enough to be read again. */
const perPlatform = 1_500;

describe.each([
  {
    api: 'Neurons, by Common Platform Services',
    adapter: new IvantiNeuronsVendor(),
    setUp: (url: string) => setUpMobileiron(url),
    list: 'GET /msa/v1/cps/device 200',
    pages: 16,
  },
  {
    api: 'Neurons, by its own API',
    adapter: new IvantiNeuronsVendor(),
    setUp: setUpWithOwnApi,
    list: 'GET /api/v1/device 200',
    pages: 6,
  },
  {
    api: 'EPMM',
    adapter: new IvantiEpmmVendor(),
    setUp: (url: string) => setUpMobileiron(url, 'epmm'),
    list: 'GET /msa/v1/cps/device 200',
    pages: 16,
  },
])('the devices of $api', ({ adapter, setUp, list, pages }) => {
  const stage = new VendorStage({ simulated: 'mobileiron', adapter, devicesPerPlatform: 0, setUp });

  it('are listed once for both platforms', async () => {
    for (const platform of ['ios', 'android']) await stage.setUp.tenant.enrol(platform, perPlatform);
    const drive = stage.open();
    await forgetRequests(stage.url);
    const looks = await Promise.all(
      (['ios', 'android'] as const).map((platform) =>
        drive.session.inspect(drive.slot(platform), valueLike('value'), new TestAttempt()),
      ),
    );
    for (const { counts } of looks) expect(counts).toMatchObject({ devices: perPlatform });
    expect((await requestCounts(stage.url))[list]).toBe(pages);
  });

  it('are listed anew, once for both, when another replica has worked at them since', async () => {
    for (const platform of ['ios', 'android']) await stage.setUp.tenant.enrol(platform, perPlatform);
    const drive = stage.open();
    const look = (attempt: TestAttempt) =>
      Promise.all(
        (['ios', 'android'] as const).map((platform) =>
          drive.session.inspect(drive.slot(platform), valueLike('value'), attempt),
        ),
      );
    await look(new TestAttempt());
    await forgetRequests(stage.url);
    await look(Object.assign(new TestAttempt(), { seenFrom: performance.now() }));
    expect((await requestCounts(stage.url))[list]).toBe(pages);
  });
});
