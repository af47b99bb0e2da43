import type { VerifierClient } from '@mdm-gate/verifier-client';
import { waitFor } from '@mdm-gate/testing';
import { Administrator } from './administrators.ts';
import type { Chance } from './chance.ts';
import { Devices, type BoundDevice } from './devices.ts';
import type { Gateway, Reply } from './gateway.ts';
import type { HaltedTime } from './halted-time.ts';
import type { Ledger } from './ledger.ts';
import { organizationIds, type World } from './world.ts';

export interface Staff {
  readonly gateway: Gateway;
  readonly client: VerifierClient;
  readonly ledger: Ledger;
  readonly chance: Chance;
  readonly halted: HaltedTime;
}

/** An organization at work: it enforces, has an MDM that is delivered to and one by hand, and a device that is bound to the first. */
export interface WorkingOrganization {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly administrator: Administrator;
  readonly devices: Devices;
}

export const setUpOrganizations = (world: World, staff: Staff): Promise<readonly WorkingOrganization[]> =>
  Promise.all(organizationIds.map((organizationId) => setUp(organizationId, world, staff)));

const setUp = async (organizationId: string, world: World, staff: Staff): Promise<WorkingOrganization> => {
  const { gateway, client, ledger, chance, halted } = staff;
  const path = `/organizations/${organizationId}`;
  const made = async (at: string, body: object): Promise<Reply['body']> => {
    const reply = await gateway.call({ method: 'POST', path: at, body });
    if (reply?.status !== 201) throw new Error(`${at}: ${JSON.stringify(reply)}`);
    return reply.body;
  };
  await made('/organizations', { organizationId, name: organizationId });
  const connections = `${path}/mdm-connections`;
  const first = await made(connections, {
    name: 'Delivered to',
    vendor: 'workspace-one',
    ...(await tenantOf(world)),
  });
  const second = await made(connections, { name: 'By hand', vendor: 'other', settings: {}, credentials: {} });
  const [connectionId, otherId] = [String(first['connectionId']), String(second['connectionId'])];
  const tokens = `${path}/mdm-tokens`;
  const own = await made(tokens, { label: 'of the first', connectionId });
  const foreign = await made(tokens, { label: 'of the second', connectionId: otherId });
  const administrator = new Administrator(organizationId, gateway, ledger, chance.branch());
  const lasting = (await administrator.create('lasting')).value ?? '';
  const policy = await gateway.get(`${path}/policy`);
  await gateway.call({
    method: 'PUT',
    path: `${path}/policy`,
    body: { mode: 'enforce', acknowledgeHaltedDevices: 0 },
    ifMatch: policy?.etag ?? null,
  });
  const bound: BoundDevice = { deviceId: 'bound', foreignValue: String(foreign['value']) };
  const { deviceId } = bound;
  await waitFor(
    async () => {
      await client.checkPairing({
        organizationId,
        deviceId,
        platform: 'ios',
        mdmToken: String(own['value']),
      });
      const check = { organizationId, deviceId, platform: 'ios' as const, mdmToken: bound.foreignValue };
      return (await client.checkAuthentication(check)).reason === 'managed-by-another-mdm';
    },
    { timeoutMs: 60_000, describe: `${organizationId} to enforce, with its device bound` },
  );
  const devices = new Devices(organizationId, lasting, bound, {
    client,
    ledger,
    chance: chance.branch(),
    halted,
  });
  return { organizationId, connectionId, administrator, devices };
};

const tenantOf = async ({ workspaceOneUrl }: World): Promise<object> => {
  const response = await fetch(`${workspaceOneUrl}/__sim/tenants`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const { apiUrl, tokenUrl, oauth } = (await response.json()) as Record<string, unknown>;
  return { settings: { apiUrl, tokenUrl }, credentials: oauth };
};
