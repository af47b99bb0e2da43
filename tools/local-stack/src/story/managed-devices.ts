import { waitFor } from '@mdm-gate/testing';
import { z } from 'zod';
import { defaultApps, type Platform } from '@mdm-gate/contracts';
import type { ManagedDevice, StoryContext, VendorName } from './story-context.ts';

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

const simulatorOf = ({ stack }: StoryContext, vendor: VendorName): string =>
  stack.description.simulators[vendor];

const urlOf = (context: StoryContext, { vendor, deviceId }: ManagedDevice): string =>
  `${simulatorOf(context, vendor)}/__sim/devices/${encodeURIComponent(deviceId)}`;

/** One device of each platform that this MDM manages. */
export const findDevices = async (context: StoryContext, vendor: VendorName): Promise<ManagedDevice[]> => {
  const { devices } = await ask(`GET ${simulatorOf(context, vendor)}/__sim/devices`, devicesSchema);
  return (['ios', 'android'] as const).map((platform) => {
    const device = devices.find((candidate) => candidate.managed && candidate.platform === platform);
    if (device === undefined) throw new Error(`${vendor} manages no ${platform} device`);
    return { vendor, deviceId: device.id, platform };
  });
};

const appOf = (platform: Platform): string =>
  platform === 'ios' ? defaultApps.ios.bundleId : defaultApps.android.packageName;

/** What the device's authenticator app finds as its managed app configuration. */
export const heldToken = async (context: StoryContext, device: ManagedDevice): Promise<string | null> => {
  const { configuration } = await ask(
    `GET ${urlOf(context, device)}/managed-app-configuration?app=${appOf(device.platform)}`,
    configurationSchema,
  );
  const value = configuration?.[configurationKey];
  return typeof value === 'string' ? value : null;
};

/** The device checks in with its MDM until it holds this value; a configuration may take a check-in or two to arrive. */
export const pickUp = async (context: StoryContext, device: ManagedDevice, value: string): Promise<void> => {
  await waitFor(
    async () => {
      await ask(`POST ${urlOf(context, device)}/check-in`, z.unknown());
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
