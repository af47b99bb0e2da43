import { at, call, startForSpec, textAt } from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';

describe('A device that is switched off', () => {
  let simulators: RunningSimulators;
  let url: string;

  beforeEach(async () => {
    simulators = await startForSpec();
    const { json } = await call(`${simulators.intune}/__sim/devices`);
    url = `${simulators.intune}/__sim/devices/${textAt(json, 'devices', 0, 'id')}`;
  });

  afterEach(() => simulators.stop());

  const switchTo = (switchedOn: unknown) => call(url, { method: 'PATCH', json: { switchedOn } });
  const checkIn = () => call(`${url}/check-in`, { method: 'POST' });

  it('does not check in until it is switched on again', async () => {
    expect(at((await switchTo(false)).json, 'switchedOn')).toBe(false);
    const refused = await checkIn();
    expect([refused.status, at(refused.json, 'error', 'code')]).toEqual([409, 'sim-device-off']);
    await switchTo(true);
    expect((await checkIn()).status).toBe(200);
  });

  it('is not switched to anything else', async () => {
    const refused = await switchTo('maybe');
    expect([refused.status, at(refused.json, 'error', 'code')]).toEqual([400, 'sim-body-invalid']);
  });
});
