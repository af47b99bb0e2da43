import type { Attempt, Look } from '../attempt.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import { elsewhere } from '../http/answer-problem.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import type { RateBudget } from '../http/rate-budget.ts';
import type { VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp } from '../http/vendor-http.ts';
import { DeviceAttributes } from './device-attributes.ts';
import { devicesMax, type AttributeWrite, type FleetApi } from './fleet-api.ts';
import type { IvantiBudgets } from './ivanti-limits.ts';
import { basic, successOf } from './ivanti-problems.ts';
import type { DeviceRow, NeuronsFields } from './mobileiron.schema.ts';
import { walkRecords } from './neurons-records.ts';
import {
  attributeListSchema,
  neuronsDevicePageSchema,
  type AttributeList,
  type DevicePage,
  type NeuronsDevice,
} from './neurons.schema.ts';

const role = 'Device Management';

/**
 * Neurons for MDM's own API, for device spaces that Common Platform Services do not reach: one write per device.
 * https://help.ivanti.com/mi/help/en_US/cld/8x/api/MDMCustomerIntegrationAPIGuide/Device%20API%20Calls.htm
 */
export class NeuronsApi implements FleetApi {
  /** Written together, each with its own requests; the connection limits how many are under way. */
  readonly batchSize = 40;
  readonly pageSize = 500;
  readonly #attributes: DeviceAttributes;

  constructor(
    private readonly fields: NeuronsFields,
    private readonly http: VendorHttp,
    private readonly budgets: IvantiBudgets,
  ) {
    this.#attributes = new DeviceAttributes(fields, http);
  }

  /** https://help.ivanti.com/mi/help/en_us/CLD/8x/api/MDMCustomerIntegrationAPIGuide/customAttributes.htm: fifty a page, whatever is asked for. */
  async attributeState(look: Look): Promise<'writable' | 'missing'> {
    const names = new Set<string>();
    await walkRecords('Reading the device attributes', async (start) => {
      const { searchResults, totalCount } = await this.#attributePage(start, look);
      for (const { name } of searchResults) names.add(name);
      return { received: searchResults.length, known: names.size, totalCount };
    });
    return names.has(this.fields.settings.attribute) ? 'writable' : 'missing';
  }

  /** Device API, "Searching for devices efficiently". */
  async activeDevices(look: Look): Promise<readonly DeviceRow[]> {
    const devices = new Map<string, DeviceRow>();
    await walkRecords('Listing devices', async (start) => {
      const { searchResults, totalCount } = await this.#devicePage(start, look);
      for (const device of searchResults) devices.set(device.guid, rowOf(device));
      if (devices.size > devicesMax) throw new DeliveryProblem('fleet-too-large');
      return { received: searchResults.length, known: devices.size, totalCount };
    });
    return [...devices.values()];
  }

  /** Device API, "Add/Replace Custom Attributes Per Device". */
  async setAttribute(deviceIds: readonly string[], value: string, attempt: Attempt): Promise<AttributeWrite> {
    const writes = await Promise.all(
      deviceIds.map((deviceId) => this.#attributes.set(deviceId, value, attempt)),
    );
    return {
      unwritten: writes.flatMap(({ unwritten }) => unwritten),
      failure: writes.find(({ failure }) => failure !== null)?.failure ?? null,
    };
  }

  /** Device API, "Force check-in". */
  async forceCheckIn(deviceIds: readonly string[], attempt: Attempt): Promise<void> {
    const form = deviceIds.map((deviceId) => ['ids', deviceId] as const);
    const request = {
      method: 'PUT',
      url: this.#url('/device/forceCheckin'),
      headers: basic(this.fields.credentials),
      budgets: [this.budgets.checkIn],
      form,
    } as const;
    successOf(await this.http.change(request, attempt), 'Asking devices to check in', role);
  }

  async #attributePage(start: number, look: Look): Promise<AttributeList> {
    const query = new URLSearchParams({ type: 'device', rows: String(this.pageSize), start: String(start) });
    const answer = await this.#read(`/customattributes?${query.toString()}`, this.budgets.other, look);
    if (answer.status === 404) throw elsewhere('something else than Ivanti Neurons for MDM');
    const { body } = successOf(answer, 'Reading the device attributes', role);
    return parseAnswer(attributeListSchema, body, 'The device attributes').result;
  }

  async #devicePage(start: number, look: Look): Promise<DevicePage> {
    const query = new URLSearchParams({
      dmPartitionId: String(this.fields.settings.deviceSpaceId),
      fq: 'registrationState=ACTIVE',
      rows: String(this.pageSize),
      start: String(start),
    });
    const answer = await this.#read(`/device?${query.toString()}`, this.budgets.list, look);
    const { body } = successOf(answer, 'Listing devices', role);
    return parseAnswer(neuronsDevicePageSchema, body, 'The device list').result;
  }

  #url(path: string): string {
    return `${this.fields.settings.apiUrl}/api/v1${path}`;
  }

  #read(path: string, budget: RateBudget, look: Look): Promise<VendorAnswer> {
    const headers = basic(this.fields.credentials);
    return this.http.read({ method: 'GET', url: this.#url(path), headers, budgets: [budget] }, look);
  }
}

const rowOf = ({ guid, platformType, lastCheckin, customAttributes }: NeuronsDevice): DeviceRow => ({
  ...customAttributes?.attrs,
  identifier: guid,
  os: platformType,
  lastCheckInTime: lastCheckin,
});
