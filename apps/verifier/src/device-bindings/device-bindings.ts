import { deviceBindingSchema, type DeviceBinding } from '@mdm-gate/contracts';
import type { RecordStream } from '@mdm-gate/messaging';
import { CodedError, type Clock } from '@mdm-gate/service-kit';
import type { ActiveSetStore } from '../active-set/active-set-store.ts';
import { noteBinding } from './binding-records.ts';
import { deviceKey } from './device-key.ts';

export interface Device {
  readonly organizationId: string;
  readonly deviceId: string;
  /** W3C trace context of whoever asked, passed on as it is. */
  readonly traceparent?: string | undefined;
}

/** Replicas that change one device at once take turns; more turns than this mean that something else is wrong. */
const turnsMax = 5;

/**
 * Which MDM connection manages a device: docs/adr/0006-device-bindings-live-in-a-stream.md. The stream decides who is first,
 * because Redis may be lost; the store gets a copy, because a check must not wait for the stream.
 * Every method throws `dependency-unavailable` when either does not answer.
 */
export class DeviceBindings {
  constructor(
    private readonly records: RecordStream,
    private readonly store: Pick<ActiveSetStore, 'noteBinding' | 'connection'>,
    private readonly clock: Clock,
  ) {}

  /** Binds the device, or tells that it is bound to another connection. The store knows the answer afterwards. */
  async bind(device: Device, connectionId: string): Promise<'bound' | 'bound-to-another'> {
    for (let turn = 1; turn <= turnsMax; turn += 1) {
      const held = await this.#heldBy(device);
      if (held.binding !== null && (await this.#counts(held.binding))) {
        await noteBinding(this.store, held.binding, held.sequence);
        return held.binding.connectionId === connectionId ? 'bound' : 'bound-to-another';
      }
      const { releaseId } = held.binding ?? {};
      if (await this.#replace(held, device, { connectionId, releaseId })) return 'bound';
    }
    throw tooManyTurns();
  }

  /** Null when it is not bound. */
  async find(device: Device): Promise<DeviceBinding | null> {
    const { binding } = await this.#heldBy(device);
    return binding !== null && (await this.#counts(binding)) ? binding : null;
  }

  /** False when the stream knew of no binding. Whatever the store knew, it knows afterwards that there is none. */
  async release(device: Device, releaseId?: string): Promise<boolean> {
    for (let turn = 1; turn <= turnsMax; turn += 1) {
      const held = await this.#heldBy(device);
      if (releaseId !== undefined && held.binding?.releaseId === releaseId) {
        await noteBinding(this.store, held.binding, held.sequence);
        return true;
      }
      if (held.binding?.connectionId === null) {
        // Whoever released it may have died before the store knew.
        await noteBinding(this.store, held.binding, held.sequence);
        return false;
      }
      if (await this.#replace(held, device, { connectionId: null, releaseId })) return held.binding !== null;
    }
    throw tooManyTurns();
  }

  async #heldBy(device: Device): Promise<Held> {
    const stored = await this.records.get(deviceKey(device));
    const binding = deviceBindingSchema.safeParse(stored?.record);
    return { sequence: stored?.sequence ?? 0, binding: binding.success ? binding.data : null };
  }

  /** While the organization has the connection, as the active set says; where no set says anything, it is not let go. */
  async #counts({ organizationId, connectionId }: DeviceBinding): Promise<boolean> {
    return connectionId !== null && (await this.store.connection(organizationId, connectionId)) !== 'gone';
  }

  /** False when somebody else was first. */
  async #replace(
    held: Held,
    { organizationId, deviceId, traceparent }: Device,
    { connectionId, releaseId }: NewBinding,
  ): Promise<boolean> {
    const notBefore = held.binding === null ? 0 : Date.parse(held.binding.changedAt) + 1;
    const changedAtMs = Math.max(this.clock.now().getTime(), notBefore);
    const changedAt = new Date(changedAtMs).toISOString();
    const released = releaseId === undefined ? {} : { releaseId };
    const record: DeviceBinding = { organizationId, deviceId, connectionId, changedAt, ...released };
    const sequence = await this.records.put(deviceKey(record), record, {
      replaces: held.sequence,
      traceparent,
    });
    if (sequence === null) return false;
    await noteBinding(this.store, record, sequence);
    return true;
  }
}

const tooManyTurns = (): CodedError =>
  new CodedError('dependency-unavailable', 'The binding of this device changes too often');

interface NewBinding {
  readonly connectionId: string | null;
  /** Of this release, or the last one before, so that it is known when it is asked for again. */
  readonly releaseId: string | undefined;
}

interface Held {
  readonly sequence: number;
  readonly binding: DeviceBinding | null;
}
