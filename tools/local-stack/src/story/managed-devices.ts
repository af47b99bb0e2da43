import { waitFor } from '@mdm-gate/testing';
import { z } from 'zod';
import { defaultApps, type Platform } from '@mdm-gate/contracts';
import type { ManagedDevice, StoryContext, VendorName } from './story-context.ts';

/** Whoever knows where the simulators are. */
type Simulated = Pick<StoryContext, 'stack'>;

const requestTimeoutMs = 10_000;
const configurationKey = 'PINGID_MDM_TOKEN';

const devicesSchema = z.object({
  devices: z.array(
    z.looseObject({ id: z.string(), platform: z.enum(['ios', 'android']), managed: z.boolean() }),
  ),
});
const configurationSchema = z.object({ configuration: z.record(z.string(), z.unknown()).nullable() });

const ask = async <Schema extends z.ZodType>(
  operation: `${'GET' | 'POST' | 'PATCH'} ${string}`,
  schema: Schema,
  body?: unknown,
): Promise<z.infer<Schema>> => {
  const [method = 'GET', url = ''] = operation.split(' ');
  const response = await fetch(url, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  if (!response.ok) throw new Error(`${operation} answered ${response.status}: ${await response.text()}`);
  return schema.parse(await response.json());
};

const simulatorOf = ({ stack }: Simulated, vendor: VendorName): string =>
  stack.description.simulators[vendor];

const ofTenant = (tenant: string | undefined): Record<string, string> =>
  tenant === undefined ? {} : { tenant };

/** Something at the address of the device, `at` empty for the device itself. */
const urlOf = (
  context: Simulated,
  { vendor, deviceId, tenant }: ManagedDevice,
  at = '',
  query: Readonly<Record<string, string>> = {},
): string => {
  const asked = new URLSearchParams({ ...query, ...ofTenant(tenant) });
  return `${simulatorOf(context, vendor)}/__sim/devices/${encodeURIComponent(deviceId)}${at}?${asked.toString()}`;
};

/** One device of each platform that this MDM manages, for the first tenant unless told. */
export const findDevices = async (
  context: Simulated,
  vendor: VendorName,
  tenant?: string,
): Promise<ManagedDevice[]> => {
  const query = new URLSearchParams(ofTenant(tenant)).toString();
  const { devices } = await ask(`GET ${simulatorOf(context, vendor)}/__sim/devices?${query}`, devicesSchema);
  return (['ios', 'android'] as const).map((platform) => {
    const device = devices.find((candidate) => candidate.managed && candidate.platform === platform);
    if (device === undefined) throw new Error(`${vendor} manages no ${platform} device`);
    return { vendor, deviceId: device.id, platform, ...ofTenant(tenant) };
  });
};

const appOf = (platform: Platform): string =>
  platform === 'ios' ? defaultApps.ios.bundleId : defaultApps.android.packageName;

/** What the device's authenticator app finds as its managed app configuration. */
export const heldToken = async (context: Simulated, device: ManagedDevice): Promise<string | null> => {
  const { configuration } = await ask(
    `GET ${urlOf(context, device, '/managed-app-configuration', { app: appOf(device.platform) })}`,
    configurationSchema,
  );
  const value = configuration?.[configurationKey];
  return typeof value === 'string' ? value : null;
};

export const checkIn = async (context: Simulated, device: ManagedDevice): Promise<void> => {
  await ask(`POST ${urlOf(context, device, '/check-in')}`, z.unknown());
};

/** The device checks in with its MDM until it holds this value; a configuration may take a check-in or two to arrive. */
export const pickUp = async (context: StoryContext, device: ManagedDevice, value: string): Promise<void> => {
  await waitFor(
    async () => {
      await checkIn(context, device);
      return (await heldToken(context, device)) === value;
    },
    {
      timeoutMs: 15_000,
      describe: `${device.vendor} ${device.platform} device ${device.deviceId} holds the token`,
    },
  );
};

export const switchDevice = async (
  context: StoryContext,
  device: ManagedDevice,
  to: 'on' | 'off',
): Promise<void> => {
  await ask(`PATCH ${urlOf(context, device)}`, z.unknown(), { switchedOn: to === 'on' });
};
