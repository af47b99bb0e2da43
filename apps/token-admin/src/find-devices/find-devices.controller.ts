import {
  findBinding,
  findDeviceRoute,
  findUsageRoute,
  listDeliveries,
  listDevicesRoute,
} from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { adviceFor } from '../device/advice.ts';
import type { DeviceCount } from '../device/device-counts.ts';
import { Devices } from '../device/devices.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { Usage } from '../device/usage.ts';

type ListRoute = typeof listDevicesRoute;
type FindRoute = typeof findDeviceRoute;
type UsageRoute = typeof findUsageRoute;

@Controller()
export class FindDevicesController {
  constructor(
    private readonly devices: Devices,
    private readonly usage: Usage,
    private readonly requester: Requester,
  ) {}

  @Serves(listDevicesRoute)
  async list(@Call() { params, query }: CallTo<ListRoute>): Promise<AnswerTo<ListRoute>> {
    const { deviceId: prefix, seenWithinDays, foreignFingerprint, cursor, limit } = query;
    const where = (count: DeviceCount): boolean => matches(query, count);
    const wanted = { ...params, where, seenWithinDays, foreignFingerprint, prefix, cursor, limit };
    return { status: 200, body: await this.devices.page(wanted) };
  }

  @Serves(findDeviceRoute)
  async find(@Call() { params, cause }: CallTo<FindRoute>): Promise<AnswerTo<FindRoute>> {
    const { organizationId, deviceId } = params;
    const { row, device } = await this.devices.find(organizationId, deviceId);
    const [binding, deliveries] = await Promise.all([
      this.#bindingOf(params, cause.correlationId),
      this.requester.askIfThere(listDeliveries, { organizationId }, { correlationId: cause.correlationId }),
    ]);
    const ofPlatform = deliveries?.items.filter(({ platform }) => platform === row.platform) ?? null;
    const body = { ...device, advice: adviceFor(row, device.token), binding, deliveries: ofPlatform };
    return { status: 200, body };
  }

  @Serves(findUsageRoute)
  async count(@Call() { params }: CallTo<UsageRoute>): Promise<AnswerTo<UsageRoute>> {
    return { status: 200, body: await this.usage.of(params.organizationId) };
  }

  async #bindingOf(device: { organizationId: string; deviceId: string }, correlationId: string) {
    const bound = await this.requester.askIfThere(findBinding, device, { correlationId });
    if (bound === null) return { state: 'unknown', connectionId: null, since: null } as const;
    const { connectionId, since } = bound;
    return { state: connectionId === null ? 'not-bound' : 'bound', connectionId, since } as const;
  }
}

/** What is left out of the query matches everything. */
const matches = (query: CallTo<ListRoute>['query'], count: DeviceCount): boolean =>
  (['tokenId', 'reason', 'decision', 'platform'] as const).every(
    (field) => query[field] === undefined || query[field] === count[field],
  );
