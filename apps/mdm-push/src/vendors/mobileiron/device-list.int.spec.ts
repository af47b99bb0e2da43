import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Drive } from '../../fixtures/drive.ts';
import { OutboundAgent } from '../../outbound/outbound-agent.ts';
import { OutboundPolicy } from '../../outbound/outbound-policy.ts';
import { IvantiNeuronsVendor } from './ivanti-neurons.vendor.ts';

/** The devices from an offset on, and how many the list claims to have. */
type Fleet = (offset: number) => { readonly ids: readonly string[]; readonly total: number };

const idsFrom = (from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `device-${from + index}`);

/** Lists that the simulator, whose lists are right, does not give. */
describe('a list of devices', () => {
  const agent = new OutboundAgent(new OutboundPolicy(['127.0.0.0/8']));
  let server: Server;
  let fleet: Fleet;
  beforeAll(async () => {
    server = createServer((request, response) => {
      response.end(JSON.stringify(answerTo(new URL(request.url ?? '/', 'http://ivanti.test'), fleet)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await agent.onApplicationShutdown();
    server.close();
  });

  const look = (of: Fleet, settings: object = {}) => {
    fleet = of;
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const fields = { settings: { apiUrl, ...settings }, credentials: { username: 'u', password: 'p' } };
    return new Drive(new IvantiNeuronsVendor(), fields, agent);
  };
  const ownApi = { deviceSpaceId: 7 };

  it.each([{}, ownApi])(
    'that is empty is not called delivered: who knows whether all are seen: %j',
    async (settings) => {
      const nobody = look(() => ({ ids: [], total: 0 }), settings);
      await expect(nobody.inspect('ios', 'value')).rejects.toMatchObject({ code: 'no-devices' });
      // There is nothing to withdraw.
      await expect(nobody.inspect('ios', null)).resolves.toMatchObject({ holds: 'wanted' });
    },
  );

  it.each([{}, ownApi])('without a device of the platform is the same: %j', async (settings) => {
    const onlyIos = look((offset) => ({ ids: offset === 0 ? ['one'] : [], total: 1 }), settings);
    await expect(onlyIos.inspect('android', 'value')).rejects.toMatchObject({ code: 'no-devices' });
    await expect(onlyIos.inspect('ios', 'value')).resolves.toMatchObject({ holds: 'incomplete' });
  });

  it.each([{}, ownApi])(
    'that is too long to be looked at whole is refused, not cut off: %j',
    async (settings) => {
      const total = 100_001;
      const huge = look(
        (offset) => ({ ids: idsFrom(offset, Math.min(40_000, total - offset)), total }),
        settings,
      );
      await expect(huge.inspect('ios', 'value')).rejects.toMatchObject({ code: 'fleet-too-large' });
    },
  );

  it('may come in pages that are shorter than asked for', async () => {
    const pages = look((offset) => ({ ids: idsFrom(offset, Math.min(3, 10 - offset)), total: 10 }), ownApi);
    await expect(pages.inspect('ios', 'value')).resolves.toMatchObject({ counts: { devices: 10 } });
  });

  it('that ends before its total is not taken for whole', async () => {
    const cut = look((offset) => ({ ids: offset === 0 ? idsFrom(0, 3) : [], total: 10 }), ownApi);
    await expect(cut.inspect('ios', 'value')).rejects.toMatchObject({ code: 'vendor-answer-unexpected' });
  });

  it('that names one device twice and so leaves one out is not taken for whole', async () => {
    const shifted = look(
      (offset) => ({ ids: offset === 0 ? ['one', 'two'] : ['two', 'three'], total: 4 }),
      ownApi,
    );
    await expect(shifted.inspect('ios', 'value')).rejects.toMatchObject({ code: 'vendor-answer-unexpected' });
  });
});

const answerTo = ({ pathname, searchParams }: URL, fleet: Fleet): unknown => {
  const attribute = { name: 'pingidmdmtoken', readOnly: false };
  if (pathname.endsWith('$metadata')) return [attribute];
  if (pathname.endsWith('customattributes'))
    return { errors: null, result: { searchResults: [attribute], totalCount: 1 } };
  const { ids, total } = fleet(Number(searchParams.get('start') ?? searchParams.get('offset')));
  if (pathname === '/msa/v1/cps/device')
    return { results: ids.length, searchResults: ids.map((identifier) => ({ identifier, os: 'IOS' })) };
  const searchResults = ids.map((guid) => ({ guid, platformType: 'IOS' }));
  return { errors: null, result: { searchResults, totalCount: total } };
};
