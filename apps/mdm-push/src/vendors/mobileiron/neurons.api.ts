import { DeliveryProblem } from '../delivery-problem.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { RequestFate } from '../http/request-fate.ts';
import type { VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp, VendorRequest } from '../http/vendor-http.ts';
import type { Attempt } from '../mdm-vendor.ts';
import { devicesMax, failureOf, type AttributeWrite, type FleetApi } from './fleet-api.ts';
import { basic, successOf } from './ivanti-problems.ts';
import type { DeviceRow, NeuronsFields } from './mobileiron.schema.ts';
import {
  actionSchema,
  attributeListSchema,
  deviceAttributesSchema,
  neuronsDevicePageSchema,
  type Attributes,
  type DevicePage,
  type NeuronsDevice,
} from './neurons.schema.ts';

const role = 'Device Management';
const rowsMax = 500;

interface DeviceWrite {
  readonly deviceId: string;
  readonly value: string;
  readonly fate: RequestFate;
}

/**
 * Neurons for MDM's own API, for device spaces that Common Platform Services do not reach: one write per device.
 * https://help.ivanti.com/mi/help/en_US/cld/8x/api/MDMCustomerIntegrationAPIGuide/Device%20API%20Calls.htm
 */
export class NeuronsApi implements FleetApi {
  /** Written together, each with its own requests; the connection limits how many are under way. */
  readonly batchSize = 40;

  constructor(
    private readonly fields: NeuronsFields,
    private readonly http: VendorHttp,
  ) {}

  /** https://help.ivanti.com/mi/help/en_us/CLD/8x/api/MDMCustomerIntegrationAPIGuide/customAttributes.htm */
  async attributeState(attempt: Attempt): Promise<'writable' | 'missing'> {
    const answer = await this.#send(
      { method: 'GET', url: this.#url('/customattributes?type=device') },
      attempt,
    );
    const body = successOf(answer, 'Reading the device attributes', role).body;
    const { searchResults } = parseAnswer(attributeListSchema, body, 'The device attributes').result;
    return searchResults.some(({ name }) => name === this.fields.settings.attribute) ? 'writable' : 'missing';
  }

  /** Device API, "Searching for devices efficiently": `start` counts records, pages may be shorter than asked for. */
  async activeDevices(attempt: Attempt): Promise<readonly DeviceRow[]> {
    const devices = new Map<string, DeviceRow>();
    let received = 0;
    let total = 0;
    for (let before = -1; before < devices.size && (received < total || received === 0);) {
      before = devices.size;
      const page = await this.#devicePage(received, attempt);
      total = page.totalCount;
      received += page.searchResults.length;
      for (const device of page.searchResults) devices.set(device.guid, rowOf(device));
      if (devices.size > devicesMax) throw new DeliveryProblem('fleet-too-large');
    }
    if (devices.size < total) {
      throw new DeliveryProblem(
        'vendor-answer-unexpected',
        `The device list has ${devices.size} of ${total} devices`,
      );
    }
    return [...devices.values()];
  }

  /** Device API, "Add/Replace Custom Attributes Per Device". */
  async setAttribute(deviceIds: readonly string[], value: string, attempt: Attempt): Promise<AttributeWrite> {
    const writes = await Promise.all(deviceIds.map((deviceId) => this.#write(deviceId, value, attempt)));
    return {
      unwritten: writes.flatMap(({ unwritten }) => unwritten),
      failure: writes.find(({ failure }) => failure !== null)?.failure ?? null,
    };
  }

  /** Device API, "Force check-in". */
  async forceCheckIn(deviceIds: readonly string[], attempt: Attempt): Promise<void> {
    const form = deviceIds.map((deviceId) => ['ids', deviceId] as const);
    const request = { method: 'PUT', url: this.#url('/device/forceCheckin'), form } as const;
    successOf(await this.#send(request, attempt), 'Asking devices to check in', role);
  }

  async #devicePage(start: number, attempt: Attempt): Promise<DevicePage> {
    const query = new URLSearchParams({
      dmPartitionId: String(this.fields.settings.deviceSpaceId),
      fq: 'registrationState=ACTIVE',
      rows: String(rowsMax),
      start: String(start),
    });
    const request = { method: 'GET', url: this.#url(`/device?${query.toString()}`) } as const;
    const { body } = successOf(await this.#send(request, attempt), 'Listing devices', role);
    return parseAnswer(neuronsDevicePageSchema, body, 'The device list').result;
  }

  /** Never rejects: the devices beside it go on. */
  async #write(deviceId: string, value: string, attempt: Attempt): Promise<AttributeWrite> {
    const fate = new RequestFate();
    try {
      const isThere = await this.#setOne({ deviceId, value, fate }, attempt);
      return { unwritten: isThere ? [] : [deviceId], failure: null };
    } catch (error) {
      return { unwritten: fate.mayBeDone ? [] : [deviceId], failure: failureOf(error) };
    }
  }

  /** The call may replace the whole map: all is sent again, ours last. False for a device that is gone. */
  async #setOne({ deviceId, value, fate }: DeviceWrite, attempt: Attempt): Promise<boolean> {
    const url = this.#url(`/device/${encodeURIComponent(deviceId)}/customattributes`);
    const before = await this.#send({ method: 'GET', url }, attempt);
    if (before.status === 404) return false;
    const body = successOf(before, "Reading a device's attributes", role).body;
    const held = parseAnswer(deviceAttributesSchema, body, "A device's attributes").attrs ?? {};
    if (textOf(held[this.fields.settings.attribute]) === value) return true;
    const json = { attrs: this.#attributesWith(held, value) };
    const request = { method: 'PUT', url, json, repeatable: false, fate } as const;
    const answer = successOf(await this.#send(request, attempt), 'Writing the attribute', role);
    if (parseAnswer(actionSchema, answer.body, 'The result').result === 1) return true;
    throw new DeliveryProblem('write-not-kept', 'Ivanti did not write the attribute of a device');
  }

  #attributesWith(held: Attributes, value: string): Record<string, readonly string[]> {
    const { attribute } = this.fields.settings;
    const others = Object.entries(held).filter(([name]) => name !== attribute);
    const all = value === '' ? others : [...others, [attribute, value] as const];
    return Object.fromEntries(all.map(([name, given]) => [name, [given].flat()]));
  }

  #url(path: string): string {
    return `${this.fields.settings.apiUrl}/api/v1${path}`;
  }

  #send(request: VendorRequest, attempt: Attempt): Promise<VendorAnswer> {
    return this.http.send({ ...request, headers: basic(this.fields.credentials) }, attempt);
  }
}

const rowOf = ({ guid, platformType, lastCheckin, customAttributes }: NeuronsDevice): DeviceRow => ({
  ...customAttributes?.attrs,
  identifier: guid,
  os: platformType,
  lastCheckInTime: lastCheckin,
});

/** An attribute without a value is one that is not there. */
const textOf = (held: Attributes[string] | undefined): string => [held ?? ''].flat()[0] ?? '';
