import { DeliveryProblem } from '../delivery-problem.ts';
import { unexpected } from '../http/answer-problem.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { isSuccess, type VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp, VendorRequest } from '../http/vendor-http.ts';
import type { Attempt } from '../mdm-vendor.ts';
import type { FleetApi } from './fleet-api.ts';
import {
  deviceMetadataSchema,
  devicePageSchema,
  numberResultSchema,
  type DeviceRow,
  type MobileironFields,
} from './mobileiron.schema.ts';

const basePath = '/msa/v1/cps';
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
      successOf(answer, 'Reading the device attributes').body,
      'The device attributes',
    );
    const attribute = fields.find(({ name }) => name === this.fields.settings.attribute);
    if (attribute === undefined) return 'missing';
    return attribute.readOnly === true ? 'read-only' : 'writable';
  }

  /** https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/Common_items.htm: all active devices, attributes as of the last check-in. */
  async activeDevices(attempt: Attempt): Promise<readonly DeviceRow[]> {
    const devices = new Map<string, DeviceRow>();
    for (let page = 0; page < pagesMax; page += 1) {
      const query = new URLSearchParams({
        status: 'ACTIVE',
        offset: String(page * pageSize),
        limit: String(pageSize),
      });
      const answer = await this.#send(
        { method: 'GET', url: this.#url(`/device?${query.toString()}`) },
        attempt,
      );
      const rows = parseAnswer(
        devicePageSchema,
        successOf(answer, 'Listing devices').body,
        'The device list',
      ).searchResults;
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
    return parseAnswer(numberResultSchema, successOf(answer, 'Writing the attribute').body, 'The result')
      .result;
  }

  /** https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/Force_checkin.htm */
  async forceCheckIn(identifiers: readonly string[], attempt: Attempt): Promise<void> {
    const request = {
      method: 'POST',
      url: this.#url('/device/forceCheckin'),
      json: { identifiers },
    } as const;
    successOf(await this.#send(request, attempt), 'Asking devices to check in');
  }

  #url(path: string): string {
    return `${this.fields.settings.apiUrl}${basePath}${path}`;
  }

  /** Basic authentication, sent at once: a challenge is not answered. */
  async #send(request: VendorRequest, attempt: Attempt): Promise<VendorAnswer> {
    const { username, password } = this.fields.credentials;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
    return this.http.send({ ...request, headers: { authorization } }, attempt);
  }
}

const successOf = (answer: VendorAnswer, what: string): VendorAnswer => {
  if (isSuccess(answer)) return answer;
  throw problemWithCps(answer, what);
};

/** A suspended tenant answers 401 too, and says so in its message. */
const problemWithCps = (answer: VendorAnswer, what: string): DeliveryProblem => {
  if (answer.status === 401 && JSON.stringify(answer.body ?? '').includes('License')) {
    return new DeliveryProblem('tenant-unavailable', 'The tenant is suspended: its license has expired');
  }
  if (answer.status === 401)
    return new DeliveryProblem('credentials-refused', 'Ivanti refuses the user name or password');
  if (answer.status === 403) {
    return new DeliveryProblem(
      'permission-missing',
      'The API user lacks the role Common Platform Services or Device Management',
    );
  }
  return unexpected(answer, what);
};
