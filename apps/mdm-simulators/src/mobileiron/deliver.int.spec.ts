import { waitFor } from '@mdm-gate/testing';
import { at, call, heldBy, listAt, recordAt, startForSpec, textAt } from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';
import { type MobileironClient, mobileironClient } from './mobileiron.fixture.ts';

const KEY = 'PINGID_MDM_TOKEN';
const CPS = '/msa/v1/cps/device';

describe('Delivering through Ivanti Neurons for MDM', () => {
  let simulators: RunningSimulators;
  let client: MobileironClient;

  beforeEach(async () => {
    simulators = await startForSpec();
    client = await mobileironClient(simulators.mobileiron);
  });

  afterEach(() => simulators.stop());

  async function devices(platform: string): Promise<string[]> {
    const { json } = await call(`${simulators.mobileiron}/__sim/devices?platform=${platform}`);
    return listAt(json, 'devices').map((device) => textAt(device, 'id'));
  }

  it.each(['ios', 'android'] as const)(
    'substitutes a bulk-written attribute on devices of %s',
    async (platform) => {
      const identifiers = await devices(platform);
      const attributes = { [textAt(client.tenant, 'tokenAttribute')]: 'first-token' };
      const written = await client.api(CPS, {
        json: { identifiers: [...identifiers, 'unknown'], attributes },
      });
      expect(written.json).toEqual({ result: identifiers.length });
      const forced = await client.api(`${CPS}/forceCheckin`, { json: { identifiers } });
      expect(forced.json).toEqual({ result: identifiers.length });
      const app = textAt(client.tenant, 'apps', platform, 'appId');
      for (const identifier of identifiers) {
        await waitFor(
          async () => at(await heldBy(simulators.mobileiron, identifier, app), KEY) === 'first-token',
        );
      }
      const { json } = await client.api(`${CPS}?status=ACTIVE&offset=0&limit=100`);
      expect(
        listAt(json, 'searchResults').filter((row) => at(row, 'pingidmdmtoken') === 'first-token'),
      ).toHaveLength(identifiers.length);
    },
  );

  it('takes a device attribute one by one over the other API', async () => {
    const [identifier = ''] = await devices('ios');
    const path = `/api/v1/device/${identifier}/customattributes`;
    const { json: before } = await client.api(path);
    const attrs = { ...recordAt(before, 'attrs'), pingidmdmtoken: ['second-token'] };
    const put = await client.api(path, { method: 'PUT', json: { attrs } });
    expect(put.json).toEqual({ errors: null, result: 1 });
    const app = textAt(client.tenant, 'apps', 'ios', 'appId');
    await waitFor(
      async () => at(await heldBy(simulators.mobileiron, identifier, app), KEY) === 'second-token',
    );
  });
});
