import { waitFor } from '@mdm-gate/testing';
import { at, call, heldBy, startForSpec, textAt } from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';
import {
  androidPayload,
  androidPolicyBody,
  CAST_ASSIGN,
  CONFIGURATIONS,
  type IntuneClient,
  intuneClient,
  iosPolicyBody,
  KEY,
  toGroup,
} from './intune.fixture.ts';

describe('Delivering through Intune', () => {
  let simulators: RunningSimulators;
  let client: IntuneClient;

  beforeEach(async () => {
    simulators = await startForSpec();
    client = await intuneClient(simulators.intune);
  });

  afterEach(() => simulators.stop());

  async function firstDevice(platform: string): Promise<string> {
    const { json } = await call(`${simulators.intune}/__sim/devices?platform=${platform}`);
    return textAt(json, 'devices', 0, 'id');
  }

  async function create(body: unknown, version = 'beta'): Promise<string> {
    const created = await client.graph(`/${version}/${CONFIGURATIONS}`, { json: body });
    expect(created.status).toBe(201);
    return textAt(created.json, 'id');
  }

  it('brings an assigned iOS policy to the device when it checks in', async () => {
    const id = await create(iosPolicyBody(client.tenant, 'first-token'), 'v1.0');
    const assigned = await client.graph(`/v1.0/${CONFIGURATIONS}/${id}/${CAST_ASSIGN}`, {
      json: toGroup(at(client.tenant, 'staffGroupId')),
    });
    expect(assigned.status).toBe(200);
    const device = await firstDevice('ios');
    const app = textAt(client.tenant, 'apps', 'ios', 'appId');
    await waitFor(async () => at(await heldBy(simulators.intune, device, app), KEY) === 'first-token');
  });

  it('brings a changed Android payload to the device, and counts it as success of the new version', async () => {
    const body = androidPolicyBody(client.tenant, 'first-token');
    const id = await create(body);
    await client.graph(`/beta/${CONFIGURATIONS}/${id}/${CAST_ASSIGN}`, {
      json: toGroup(at(client.tenant, 'staffGroupId')),
    });
    const patched = await client.graph(`/beta/${CONFIGURATIONS}/${id}`, {
      method: 'PATCH',
      json: {
        '@odata.type': body['@odata.type'],
        payloadJson: androidPayload(String(body['packageId']), 'second-token'),
      },
    });
    expect(patched).toMatchObject({ status: 204, text: '' });
    const device = await firstDevice('android');
    const app = textAt(client.tenant, 'apps', 'android', 'appId');
    await waitFor(async () => at(await heldBy(simulators.intune, device, app), KEY) === 'second-token');
    await waitFor(async () => {
      const { json } = await client.graph(`/beta/${CONFIGURATIONS}/${id}/deviceStatusSummary`);
      return at(json, 'configurationVersion') === 2 && at(json, 'successCount') === 2;
    });
  });

  it('leaves a policy that is assigned to nobody without effect', async () => {
    await create(iosPolicyBody(client.tenant, 'first-token'));
    const device = await firstDevice('ios');
    const checkIn = await call(`${simulators.intune}/__sim/devices/${device}/check-in`, { method: 'POST' });
    expect(checkIn.status).toBe(200);
    expect(await heldBy(simulators.intune, device, textAt(client.tenant, 'apps', 'ios', 'appId'))).toBeNull();
  });
});
