import { DeliveryProblem } from '../delivery-problem.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { RequestFate } from '../http/request-fate.ts';
import type { VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp, VendorRequest } from '../http/vendor-http.ts';
import type { Attempt } from '../mdm-vendor.ts';
import { devicesMax, failureOf, type AttributeWrite, type FleetApi } from './fleet-api.ts';
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
    for (let before = -1; before < devices.size;) {
      // A page may be shorter than asked for; only one that brings nothing new is the end.
      before = devices.size;
      const rows = await this.#devicePage(received, attempt);
      received += rows.length;
      for (const row of rows) devices.set(row.identifier, row);
      if (devices.size > devicesMax) throw new DeliveryProblem('fleet-too-large');
    }
    return [...devices.values()];
  }

  /** https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/Update_device_attributes.htm */
  async setAttribute(
    identifiers: readonly string[],
    value: string,
    attempt: Attempt,
  ): Promise<AttributeWrite> {
    const fate = new RequestFate();
    const json = { identifiers, attributes: { [this.fields.settings.attribute]: value } };
    const request = { method: 'POST', url: this.#url('/device'), json, repeatable: false, fate } as const;
    try {
      const answer = successOf(await this.#send(request, attempt), 'Writing the attribute', role);
      const { result } = parseAnswer(numberResultSchema, answer.body, 'The result');
      // Those that it does not know are not named: their next check-in tells.
      return { unwritten: result === 0 ? identifiers : [], failure: null };
    } catch (error) {
      return { unwritten: fate.mayBeDone ? [] : identifiers, failure: failureOf(error) };
    }
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

  async #devicePage(offset: number, attempt: Attempt): Promise<readonly DeviceRow[]> {
    const query = new URLSearchParams({
      status: 'ACTIVE',
      offset: String(offset),
      limit: String(pageSize),
    });
    const request = { method: 'GET', url: this.#url(`/device?${query.toString()}`) } as const;
    const { body } = successOf(await this.#send(request, attempt), 'Listing devices', role);
    return parseAnswer(devicePageSchema, body, 'The device list').searchResults;
  }

  #url(path: string): string {
    return `${this.fields.settings.apiUrl}${basePath}${path}`;
  }

  #send(request: VendorRequest, attempt: Attempt): Promise<VendorAnswer> {
    return this.http.send({ ...request, headers: basic(this.fields.credentials) }, attempt);
  }
}
