import type { ReadinessItem } from '@mdm-gate/contracts';
import type { SecretText } from '@mdm-gate/service-kit';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { VendorHttp } from '../http/vendor-http.ts';
import type { Attempt, Inspection, MdmSession, Slot, WantedValue } from '../mdm-vendor.ts';
import type { FleetApi } from './fleet-api.ts';
import { countsOf, isOfPlatform, sortFleet, type Fleet } from './fleet.ts';
import { mobileironReadiness } from './mobileiron.readiness.ts';
import type { MobileironFields } from './mobileiron.schema.ts';

/** No maximum is published. */
const checkInBatchSize = 100;

/** The value stands in a custom attribute of every device, which the administrator's app configuration refers to. */
export class AttributeSession implements MdmSession {
  constructor(
    private readonly fields: MobileironFields,
    private readonly api: FleetApi,
    private readonly http: VendorHttp,
  ) {}

  async inspect(slot: Slot, wanted: WantedValue | null, attempt: Attempt): Promise<Inspection> {
    const state = await this.api.attributeState(attempt);
    if (state === 'missing' && wanted === null) return { holds: 'wanted', counts: null };
    if (state !== 'writable') throw this.#attributeProblem(state);
    const fleet = await this.#look(slot, wanted, attempt);
    await attempt.fleet.forget(fleet.right);
    return { holds: holdsOf(fleet), counts: countsOf(fleet) };
  }

  async write(slot: Slot, value: SecretText | null, attempt: Attempt): Promise<void> {
    const wanted = value === null ? null : { matches: (held: string) => held === value.reveal() };
    const fleet = await this.#look(slot, wanted, attempt);
    for (const batch of batchesOf(fleet.toSend, this.api.batchSize)) {
      await this.#send(batch, value?.reveal() ?? '', attempt);
      attempt.report(countsOf(fleet));
    }
    await this.#askToCheckIn([...fleet.toAsk, ...fleet.toSend], attempt);
  }

  readiness(slots: readonly Slot[], attempt: Attempt): Promise<readonly ReadinessItem[]> {
    const { attribute } = this.fields.settings;
    const look = { api: this.api, attribute, clockAheadMs: () => this.http.clockAheadMs };
    return mobileironReadiness(look, slots, attempt);
  }

  async #look(slot: Slot, wanted: WantedValue | null, attempt: Attempt): Promise<Fleet> {
    const rows = await this.api.activeDevices(attempt);
    const sent = await attempt.fleet.entries();
    const ofPlatform = rows.filter((row) => isOfPlatform(row, slot.platform));
    return sortFleet(ofPlatform, { attribute: this.fields.settings.attribute, wanted, sent });
  }

  /**
   * Recorded first: should we end between the two, the devices' next check-in tells what became of it, and nobody is
   * written twice without need.
   */
  async #send(deviceIds: readonly string[], value: string, attempt: Attempt): Promise<void> {
    const sentAt = Date.now() + (this.http.clockAheadMs ?? 0);
    await attempt.fleet.record(deviceIds.map((deviceId) => ({ deviceId, sentAt, checkInAsked: false })));
    let reached = 0;
    try {
      reached = await this.api.setAttribute(deviceIds, value, attempt);
    } finally {
      if (reached === 0) await attempt.fleet.forget(deviceIds);
    }
    if (reached === 0) throw new DeliveryProblem('write-not-kept', 'Ivanti wrote the attribute of no device');
  }

  async #askToCheckIn(deviceIds: readonly string[], attempt: Attempt): Promise<void> {
    for (const batch of batchesOf(deviceIds, checkInBatchSize)) {
      await this.api.forceCheckIn(batch, attempt);
      const entries = await attempt.fleet.entries();
      const asked = batch.map((deviceId) => entries.get(deviceId)).filter((entry) => entry !== undefined);
      await attempt.fleet.record(asked.map((entry) => ({ ...entry, checkInAsked: true })));
    }
  }

  #attributeProblem(state: 'missing' | 'read-only'): DeliveryProblem {
    const { attribute } = this.fields.settings;
    return state === 'missing'
      ? new DeliveryProblem(
          'attribute-missing',
          `Ivanti has no custom device attribute "${attribute}": add it (type Device, text) and let the app configuration refer to \${${attribute}}`,
        )
      : new DeliveryProblem('attribute-read-only', `The device attribute "${attribute}" cannot be written`);
  }
}

const holdsOf = (fleet: Fleet): Inspection['holds'] => {
  if (fleet.changed.length > 0) return 'other';
  if (fleet.toSend.length > 0 || fleet.toAsk.length > 0) return 'incomplete';
  return fleet.waiting.length > 0 ? 'pending' : 'wanted';
};

const batchesOf = (ids: readonly string[], size: number): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
