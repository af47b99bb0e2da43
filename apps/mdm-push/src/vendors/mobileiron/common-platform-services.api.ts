import type { Attempt, Look } from '../attempt.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import { elsewhere } from '../http/answer-problem.ts';
import { endless, walkPages } from '../http/page-walk.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import type { RateBudget } from '../http/rate-budget.ts';
import { RequestFate } from '../http/request-fate.ts';
import type { VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp } from '../http/vendor-http.ts';
import type { ChangeRequest } from '../http/vendor-request.ts';
import { devicesMax, failureOf, type AttributeWrite, type FleetApi } from './fleet-api.ts';
import type { IvantiBudgets } from './ivanti-limits.ts';
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

/** Common Platform Services: the one documented API that Neurons for MDM and EPMM share. Default device space only. */
export class CommonPlatformServicesApi implements FleetApi {
  /** No maximum is published. */
  readonly batchSize = 100;
  readonly pageSize = 200;

  constructor(
    private readonly fields: MobileironFields,
    private readonly http: VendorHttp,
    private readonly budgets: IvantiBudgets,
  ) {}

  /** https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/ServiceConnectDevices.htm: whether the attribute can be written. */
  async attributeState(look: Look): Promise<'writable' | 'read-only' | 'missing'> {
    const answer = await this.#read('/device/$metadata', this.budgets.other, look);
    if (answer.status === 404) throw elsewhere('something else than Common Platform Services');
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
  async activeDevices(look: Look): Promise<readonly DeviceRow[]> {
    const devices = new Map<string, DeviceRow>();
    let received = 0;
    await walkPages(
      'Listing devices',
      async () => {
        const before = devices.size;
        const rows = await this.#devicePage(received, look);
        received += rows.length;
        for (const row of rows) devices.set(row.identifier, row);
        if (devices.size > devicesMax) throw new DeliveryProblem('fleet-too-large');
        return { isEnd: this.#isEnd(rows.length, devices.size - before), received };
      },
      (page) => (page.isEnd ? undefined : String(page.received)),
    );
    return [...devices.values()];
  }

  /**
   * A page may be shorter than asked for: only one without new devices is the end. A full one of them is the same page
   * again, and what comes after it is not seen.
   */
  #isEnd(rows: number, added: number): boolean {
    if (added === 0 && rows >= this.pageSize)
      throw endless('Listing devices', 'comes back to a page that it had');
    return added === 0;
  }

  /** https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/Update_device_attributes.htm: changes what it names, and leaves the rest. */
  async setAttribute(
    identifiers: readonly string[],
    value: string,
    attempt: Attempt,
  ): Promise<AttributeWrite> {
    const fate = new RequestFate();
    const json = { identifiers, attributes: { [this.fields.settings.attribute]: value } };
    try {
      const changed = await this.#change('/device', { json, fate, budgets: [this.budgets.other] }, attempt);
      const answer = successOf(changed, 'Writing the attribute', role);
      const { result } = parseAnswer(numberResultSchema, answer.body, 'The result');
      // Those that it does not know are not named: their next check-in tells.
      return { unwritten: result === 0 ? identifiers : [], failure: null };
    } catch (error) {
      return { unwritten: fate.mayBeDone ? [] : identifiers, failure: failureOf(error) };
    }
  }

  /** https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/Force_checkin.htm */
  async forceCheckIn(identifiers: readonly string[], attempt: Attempt): Promise<void> {
    const request = { json: { identifiers }, budgets: [this.budgets.checkIn] };
    successOf(
      await this.#change('/device/forceCheckin', request, attempt),
      'Asking devices to check in',
      role,
    );
  }

  async #devicePage(offset: number, look: Look): Promise<readonly DeviceRow[]> {
    const query = new URLSearchParams({
      status: 'ACTIVE',
      offset: String(offset),
      limit: String(this.pageSize),
    });
    const answer = await this.#read(`/device?${query.toString()}`, this.budgets.list, look);
    const { body } = successOf(answer, 'Listing devices', role);
    return parseAnswer(devicePageSchema, body, 'The device list').searchResults;
  }

  #url(path: string): string {
    return `${this.fields.settings.apiUrl}${basePath}${path}`;
  }

  #read(path: string, budget: RateBudget, look: Look): Promise<VendorAnswer> {
    const headers = basic(this.fields.credentials);
    return this.http.read({ method: 'GET', url: this.#url(path), headers, budgets: [budget] }, look);
  }

  #change(
    path: string,
    request: Pick<ChangeRequest, 'json' | 'fate' | 'budgets'>,
    attempt: Attempt,
  ): Promise<VendorAnswer> {
    const headers = basic(this.fields.credentials);
    return this.http.change({ ...request, method: 'POST', url: this.#url(path), headers }, attempt);
  }
}
