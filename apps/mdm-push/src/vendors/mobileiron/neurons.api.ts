import { DeliveryProblem } from '../delivery-problem.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import type { VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp, VendorRequest } from '../http/vendor-http.ts';
import type { Attempt } from '../mdm-vendor.ts';
import type { FleetApi } from './fleet-api.ts';
import { basic, successOf } from './ivanti-problems.ts';
import type { DeviceRow, MobileironFields } from './mobileiron.schema.ts';
import {
  actionSchema,
  attributeListSchema,
  deviceAttributesSchema,
  neuronsDevicePageSchema,
} from './neurons.schema.ts';

const role = 'Device Management';
const rowsMax = 500;
const pagesMax = 500;

/**
 * Neurons for MDM's own API, for device spaces that Common Platform Services do not reach: one write per device.
 * https://help.ivanti.com/mi/help/en_US/cld/8x/api/MDMCustomerIntegrationAPIGuide/Device%20API%20Calls.htm
 */
export class NeuronsApi implements FleetApi {
  /** Written together, each with its own requests; the connection limits how many are under way. */
  readonly batchSize = 40;

  constructor(
    private readonly fields: MobileironFields,
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
    const rows: DeviceRow[] = [];
    for (let page = 0; page < pagesMax; page += 1) {
      const query = new URLSearchParams({
        dmPartitionId: String(this.fields.settings.deviceSpaceId),
        fq: 'registrationState=ACTIVE',
        rows: String(rowsMax),
        start: String(rows.length),
      });
      const answer = await this.#send(
        { method: 'GET', url: this.#url(`/device?${query.toString()}`) },
        attempt,
      );
      const body = successOf(answer, 'Listing devices', role).body;
      const { searchResults, totalCount } = parseAnswer(
        neuronsDevicePageSchema,
        body,
        'The device list',
      ).result;
      rows.push(
        ...searchResults.map(({ guid, platformType, lastCheckin, customAttributes }) => ({
          ...customAttributes?.attrs,
          identifier: guid,
          os: platformType,
          lastCheckInTime: lastCheckin,
        })),
      );
      if (searchResults.length === 0 || rows.length >= totalCount) break;
    }
    return rows;
  }

  /** Device API, "Add/Replace Custom Attributes Per Device". */
  async setAttribute(deviceIds: readonly string[], value: string, attempt: Attempt): Promise<number> {
    const written = await Promise.all(deviceIds.map((deviceId) => this.#setOne(deviceId, value, attempt)));
    return written.filter(Boolean).length;
  }

  /** Device API, "Force check-in". */
  async forceCheckIn(deviceIds: readonly string[], attempt: Attempt): Promise<void> {
    const form = deviceIds.map((deviceId) => ['ids', deviceId] as const);
    const request = { method: 'PUT', url: this.#url('/device/forceCheckin'), form } as const;
    successOf(await this.#send(request, attempt), 'Asking devices to check in', role);
  }

  /** The call may replace the whole map: all is sent again, ours last. A device that is gone counts as not written. */
  async #setOne(deviceId: string, value: string, attempt: Attempt): Promise<boolean> {
    const url = this.#url(`/device/${encodeURIComponent(deviceId)}/customattributes`);
    const before = await this.#send({ method: 'GET', url }, attempt);
    if (before.status === 404) return false;
    const body = successOf(before, "Reading a device's attributes", role).body;
    const others = Object.entries(
      parseAnswer(deviceAttributesSchema, body, "A device's attributes").attrs ?? {},
    )
      .filter(([name]) => name !== this.fields.settings.attribute)
      .map(([name, held]) => [name, typeof held === 'string' ? [held] : held] as const);
    const own = value === '' ? [] : [[this.fields.settings.attribute, [value]] as const];
    const json = { attrs: Object.fromEntries<readonly string[]>([...others, ...own]) };
    const answer = successOf(
      await this.#send({ method: 'PUT', url, json }, attempt),
      'Writing the attribute',
      role,
    );
    if (parseAnswer(actionSchema, answer.body, 'The result').result === 1) return true;
    throw new DeliveryProblem('write-not-kept', 'Ivanti did not write the attribute of a device');
  }

  #url(path: string): string {
    return `${this.fields.settings.apiUrl}/api/v1${path}`;
  }

  #send(request: VendorRequest, attempt: Attempt): Promise<VendorAnswer> {
    return this.http.send({ ...request, headers: basic(this.fields.credentials) }, attempt);
  }
}
