import type { ReadinessItem } from '@mdm-gate/contracts';
import type { SecretText } from '@mdm-gate/service-kit';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { FleetEntry, SentEntry } from '../fleet-ledger.ts';
import type { VendorHttp } from '../http/vendor-http.ts';
import type { Attempt, DeliveryLook, Look } from '../attempt.ts';
import type { Inspection, MdmSession, Slot, WantedValue } from '../mdm-vendor.ts';
import type { FleetApi } from './fleet-api.ts';
import { FleetListing } from './fleet-listing.ts';
import { countsOf, isOfPlatform, sizeOf, sortFleet, type Fleet } from './fleet.ts';
import { mobileironReadiness } from './mobileiron.readiness.ts';
import type { MobileironFields } from './mobileiron.schema.ts';

/** No maximum is published. */
const checkInBatchSize = 100;

interface Seen {
  readonly wanted: WantedValue | null;
  readonly fleet: Fleet;
  readonly entries: ReadonlyMap<string, FleetEntry>;
}

/** The value stands in a custom attribute of every device, which the administrator's app configuration refers to. */
export class AttributeSession implements MdmSession {
  /** Listing a fleet is many requests: what a turn has seen is not asked for again to write. */
  readonly #seen = new WeakMap<Look, Seen>();
  readonly #listing: FleetListing;

  constructor(
    private readonly fields: MobileironFields,
    private readonly api: FleetApi,
    private readonly http: VendorHttp,
  ) {
    this.#listing = new FleetListing(api);
  }

  async inspect(slot: Slot, wanted: WantedValue | null, attempt: DeliveryLook): Promise<Inspection> {
    const state = await this.api.attributeState(attempt);
    if (state === 'missing' && wanted === null) return { holds: 'wanted', counts: null };
    if (state !== 'writable') throw this.#attributeProblem(state);
    const { fleet, entries } = await this.#look(slot, wanted, attempt);
    if (wanted !== null && sizeOf(fleet) === 0) throw noDevices(slot);
    await attempt.fleet.forget(fleet.right.filter((deviceId) => entries.has(deviceId)));
    return { holds: holdsOf(fleet), counts: countsOf(fleet) };
  }

  /** An MDM that shows attributes as of the last check-in cannot be read back at once. */
  async write(slot: Slot, value: SecretText | null, attempt: Attempt): Promise<Inspection> {
    const { fleet, entries } =
      this.#seenFor(value, attempt) ?? (await this.#look(slot, wantedOf(value), attempt));
    this.#seen.delete(attempt);
    const sent: SentEntry[] = fleet.toAsk.flatMap((deviceId) => entries.get(deviceId) ?? []);
    const text = value?.reveal() ?? '';
    for (const batch of batchesOf(fleet.toSend, this.api.batchSize)) {
      sent.push(...(await this.#send(batch, text, attempt)));
      attempt.report(countsOf(fleet, sent.length - fleet.toAsk.length));
    }
    await this.#askToCheckIn(sent, attempt);
    return { holds: 'pending', counts: countsOf(fleet, fleet.toSend.length) };
  }

  readiness(slots: readonly Slot[], attempt: Look): Promise<readonly ReadinessItem[]> {
    const { attribute } = this.fields.settings;
    const look = {
      api: this.api,
      listing: this.#listing,
      attribute,
      clockAheadMs: () => this.http.clockAheadMs,
    };
    return mobileironReadiness(look, slots, attempt);
  }

  #seenFor(value: SecretText | null, attempt: Attempt): Seen | undefined {
    const seen = this.#seen.get(attempt);
    const isForValue =
      value === null ? seen?.wanted === null : seen?.wanted?.matches(value.reveal()) === true;
    return isForValue ? seen : undefined;
  }

  async #look(slot: Slot, wanted: WantedValue | null, attempt: DeliveryLook): Promise<Seen> {
    const rows = await this.#listing.rows(attempt, attempt.seenFrom);
    const entries = await attempt.fleet.entries();
    const ofPlatform = rows.filter((row) => isOfPlatform(row, slot.platform));
    const fleet = sortFleet(ofPlatform, { attribute: this.fields.settings.attribute, wanted, sent: entries });
    const seen = { wanted, fleet, entries };
    this.#seen.set(attempt, seen);
    return seen;
  }

  /**
   * Recorded first: should we end between the two, or the answer be lost, the devices' next check-in tells what became
   * of it, and nobody is written twice without need. Forgotten are only those that certainly were not written.
   */
  async #send(deviceIds: readonly string[], value: string, attempt: Attempt): Promise<readonly SentEntry[]> {
    await attempt.fleet.record(this.#sentNow(deviceIds));
    const { unwritten, failure } = await this.api.setAttribute(deviceIds, value, attempt);
    await attempt.fleet.forget(unwritten);
    // A check-in that came before the answer may have come before the write, too.
    const sent = this.#sentNow(deviceIds.filter((deviceId) => !unwritten.includes(deviceId)));
    if (failure === null && sent.length > 0) return sent;
    await attempt.fleet.record(sent);
    throw failure ?? new DeliveryProblem('write-not-kept', 'Ivanti wrote the attribute of no device');
  }

  #sentNow(deviceIds: readonly string[]): readonly SentEntry[] {
    const sentAt = Date.now() + (this.http.clockAheadMs ?? 0);
    return deviceIds.map((deviceId) => ({ deviceId, sentAt, checkInAsked: false }));
  }

  async #askToCheckIn(sent: readonly SentEntry[], attempt: Attempt): Promise<void> {
    for (const batch of batchesOf(sent, checkInBatchSize)) {
      await this.api.forceCheckIn(
        batch.map(({ deviceId }) => deviceId),
        attempt,
      );
      await attempt.fleet.record(batch.map((entry) => ({ ...entry, checkInAsked: true })));
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

const wantedOf = (value: SecretText | null): WantedValue | null =>
  value === null ? null : { matches: (held) => held === value.reveal() };

/** Nobody knows whether there are none, or none that the user may see: in both cases nothing is in place. */
const noDevices = ({ platform }: Slot): DeliveryProblem =>
  new DeliveryProblem(
    'no-devices',
    `Ivanti shows no active ${platform === 'ios' ? 'iOS' : 'Android'} device: enrol one, look whether the API user may see the devices, or take the platform out of the connection`,
  );

const holdsOf = (fleet: Fleet): Inspection['holds'] => {
  if (fleet.changed.length > 0) return 'other';
  if (fleet.toSend.length > 0 || fleet.toAsk.length > 0) return 'incomplete';
  return fleet.waiting.length > 0 ? 'pending' : 'wanted';
};

const batchesOf = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
