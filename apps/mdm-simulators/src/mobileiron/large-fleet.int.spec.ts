import { waitFor } from '@mdm-gate/testing';
import { type Answer, at, call, heldBy, listAt, startForSpec, textAt } from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';
import { type MobileironClient, mobileironClient } from './mobileiron.fixture.ts';

const CPS = '/msa/v1/cps/device';
const IOS = 'com.pingidentity.pingid.prod';

describe('A fleet of 5,000 devices', () => {
  let simulators: RunningSimulators;
  let client: MobileironClient;

  beforeAll(async () => {
    simulators = await startForSpec({ devicesPerPlatform: 0 });
    await call(`${simulators.mobileiron}/__sim/devices`, { json: { platform: 'ios', count: 5_000 } });
    client = await mobileironClient(simulators.mobileiron);
  });

  afterAll(() => simulators.stop());

  async function page(offset: number): Promise<unknown[]> {
    const answer: Answer = await client.api(`${CPS}?status=ACTIVE&offset=${offset}&limit=1000`);
    return listAt(answer.json, 'searchResults');
  }

  it('is listed page by page, written in batches and right on every device', async () => {
    const identifiers: string[] = [];
    for (let rows = await page(0); rows.length > 0; rows = await page(identifiers.length)) {
      identifiers.push(...rows.map((row) => textAt(row, 'identifier')));
    }
    expect(new Set(identifiers).size).toBe(5_000);
    for (let first = 0; first < identifiers.length; first += 500) {
      const batch = identifiers.slice(first, first + 500);
      const written = await client.api(CPS, {
        json: { identifiers: batch, attributes: { pingidmdmtoken: 'token' } },
      });
      expect(at(written.json, 'result')).toBe(500);
    }
    await waitFor(
      async () => {
        const { json } = await call(`${simulators.mobileiron}/__sim/devices?limit=5000`);
        return listAt(json, 'devices').every(
          (device) => at(device, 'nextCheckIn') === null && at(device, 'writes') === 1,
        );
      },
      { describe: 'all devices to have checked in', intervalMs: 200 },
    );
    for (const identifier of identifiers.filter((_, place) => place % 250 === 0)) {
      expect(await heldBy(simulators.mobileiron, identifier, IOS)).toHaveProperty(
        'PINGID_MDM_TOKEN',
        'token',
      );
    }
  });
});
