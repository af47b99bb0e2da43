import type { Attempt, Look } from '../attempt.ts';
import { readModifyWrite } from '../configuration/read-modify-write.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { RequestFate } from '../http/request-fate.ts';
import type { VendorHttp } from '../http/vendor-http.ts';
import { failureOf, type AttributeWrite } from './fleet-api.ts';
import { basic, successOf } from './ivanti-problems.ts';
import type { MobileironFields } from './mobileiron.schema.ts';
import { actionSchema, deviceAttributesSchema, type Attributes } from './neurons.schema.ts';

const role = 'Device Management';

/** The custom attributes of single devices. A write may replace all of them: it is a read-modify-write of others' values. */
export class DeviceAttributes {
  constructor(
    private readonly fields: MobileironFields,
    private readonly http: VendorHttp,
  ) {}

  /** Never rejects: the devices beside it go on. An empty value takes it away. */
  async set(deviceId: string, value: string, attempt: Attempt): Promise<AttributeWrite> {
    const fate = new RequestFate();
    try {
      if ((await this.#read(deviceId, attempt)) === undefined)
        return { unwritten: [deviceId], failure: null };
      await readModifyWrite(
        {
          name: 'the custom attributes of a device',
          read: async () => (await this.#read(deviceId, attempt)) ?? {},
          isRight: (held) => textOf(held[this.#attribute]) === value,
          write: (held) => this.#write(deviceId, { attributes: this.#with(held, value), fate }, attempt),
          lostBetween: (before, after) =>
            Object.keys(before).filter(
              (name) => name !== this.#attribute && textOf(before[name]) !== textOf(after[name]),
            ),
        },
        attempt,
      );
      return { unwritten: [], failure: null };
    } catch (error) {
      return { unwritten: fate.mayBeDone ? [] : [deviceId], failure: failureOf(error) };
    }
  }

  get #attribute(): string {
    return this.fields.settings.attribute;
  }

  /** Undefined for a device that is gone. */
  async #read(deviceId: string, look: Look): Promise<Attributes | undefined> {
    const headers = basic(this.fields.credentials);
    const answer = await this.http.read({ method: 'GET', url: this.#url(deviceId), headers }, look);
    if (answer.status === 404) return undefined;
    const body = successOf(answer, "Reading a device's attributes", role).body;
    return parseAnswer(deviceAttributesSchema, body, "A device's attributes").attrs ?? {};
  }

  async #write(
    deviceId: string,
    { attributes, fate }: { readonly attributes: Attributes; readonly fate: RequestFate },
    attempt: Attempt,
  ): Promise<void> {
    const request = {
      method: 'PUT',
      url: this.#url(deviceId),
      headers: basic(this.fields.credentials),
      json: { attrs: attributes },
      fate,
    } as const;
    const answer = successOf(await this.http.change(request, attempt), 'Writing the attribute', role);
    if (parseAnswer(actionSchema, answer.body, 'The result').result === 1) return;
    throw new DeliveryProblem('write-not-kept', 'Ivanti did not write the attribute of a device');
  }

  /** All that it has, ours last; each as a list, which is the form that clients send. */
  #with(held: Attributes, value: string): Attributes {
    const others = Object.entries(held).filter(([name]) => name !== this.#attribute);
    const all = value === '' ? others : [...others, [this.#attribute, value] as const];
    return Object.fromEntries(all.map(([name, given]) => [name, [given].flat()]));
  }

  #url(deviceId: string): string {
    return `${this.fields.settings.apiUrl}/api/v1/device/${encodeURIComponent(deviceId)}/customattributes`;
  }
}

/** An attribute without a value is one that is not there; several values are read as one that no value equals. */
const textOf = (held: Attributes[string] | undefined): string => {
  const values = [held ?? ''].flat();
  return values.length <= 1 ? (values[0] ?? '') : JSON.stringify(values);
};
