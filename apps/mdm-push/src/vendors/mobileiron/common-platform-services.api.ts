import { DeliveryProblem } from '../delivery-problem.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import type { VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp, VendorRequest } from '../http/vendor-http.ts';
import type { Attempt } from '../mdm-vendor.ts';
import type { FleetApi } from './fleet-api.ts';
import { basic, successOf } from './ivanti-problems.ts';
import {
  deviceMetadataSchema,
  devicePageSchema,
  numberResultSchema,
  type DeviceRow,
  type MobileironFields,
} from './mobileiron.schema.ts';

const basePath = '/msa/v1/cps';
const role =
  'Common Platform Services (for another device space than the default one, enter its id in the connection)';
const pageSize = 200;
/** 100,000 devices. */
const pagesMax = 500;

/** Common Platform Services: the one documented API that Neurons for MDM and EPMM share. Default device space only. */
export class CommonPlatformServicesApi implements FleetApi {
  /** No maximum is published. */
  readonly batchSize = 100;

  constructor(
    private readonly fields: MobileironFields,
    private readonly http: VendorHttp,
  ) {}

  /** https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/ServiceConnectDevices.htm: whether the attribute can be written. */
  async attributeState(attempt: Attempt): Promise<'writable' | 'read-only' | 'missing'> {
    const answer = await this.#send({ method: 'GET', url: this.#url('/device/$metadata') }, attempt);
    if (answer.status === 404) {
      throw new DeliveryProblem('settings-refused', 'There are no Common Platform Services at this address');
    }
    const fields = parseAnswer(
      deviceMetadataSchema,
      successOf(answer, 'Reading the device attributes', role).body,
      'The device attributes',
    );
    const attribute = fields.find(({ name }) => name === this.fields.settings.attribute);
    if (attribute === undefined) return 'missing';
    return attribute.readOnly === true ? 'read-only' : 'writable';
  }

  /** https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/Common_items.htm: all active devices, attributes as of the last check-in. */
  async activeDevices(attempt: Attempt): Promise<readonly DeviceRow[]> {
    const devices = new Map<string, DeviceRow>();
    let received = 0;
    for (let page = 0; page < pagesMax; page += 1) {
      const query = new URLSearchParams({
        status: 'ACTIVE',
        offset: String(received),
        limit: String(pageSize),
      });
      const answer = await this.#send(
        { method: 'GET', url: this.#url(`/device?${query.toString()}`) },
        attempt,
      );
      const rows = parseAnswer(
        devicePageSchema,
        successOf(answer, 'Listing devices', role).body,
        'The device list',
      ).searchResults;
      received += rows.length;
      const before = devices.size;
      for (const row of rows) devices.set(row.identifier, row);
      // A page may be shorter than asked for; only one that brings nothing new is the end.
      if (devices.size === before) break;
    }
    return [...devices.values()];
  }

  /** https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/Update_device_attributes.htm: how many devices were reached. */
  async setAttribute(identifiers: readonly string[], value: string, attempt: Attempt): Promise<number> {
    const json = { identifiers, attributes: { [this.fields.settings.attribute]: value } };
    const answer = await this.#send({ method: 'POST', url: this.#url('/device'), json }, attempt);
    return parseAnswer(
      numberResultSchema,
      successOf(answer, 'Writing the attribute', role).body,
      'The result',
    ).result;
  }

  /** https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/Force_checkin.htm */
  async forceCheckIn(identifiers: readonly string[], attempt: Attempt): Promise<void> {
    const request = {
      method: 'POST',
      url: this.#url('/device/forceCheckin'),
      json: { identifiers },
    } as const;
    successOf(await this.#send(request, attempt), 'Asking devices to check in', role);
  }

  #url(path: string): string {
    return `${this.fields.settings.apiUrl}${basePath}${path}`;
  }

  #send(request: VendorRequest, attempt: Attempt): Promise<VendorAnswer> {
    return this.http.send({ ...request, headers: basic(this.fields.credentials) }, attempt);
  }
}
