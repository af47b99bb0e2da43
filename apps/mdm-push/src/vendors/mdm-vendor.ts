import type { DeliveryCounts, MdmVendor, Platform, ReadinessItem } from '@mdm-gate/contracts';
import type { SecretText } from '@mdm-gate/service-kit';
import type { z } from 'zod';
import type { FleetLedger } from './fleet-ledger.ts';
import type { VendorHttp } from './http/vendor-http.ts';

/** The place in an MDM where the key stands: one app of one platform. */
export interface Slot {
  readonly connectionId: string;
  readonly platform: Platform;
  /** Bundle id or package name. */
  readonly appId: string;
  readonly key: string;
  /** What `Attempt.remember` kept, null before. */
  readonly remoteRef: RemoteRef | null;
}

/** An object that we made in the MDM, so that a lost answer does not lead to a second one. */
export interface RemoteRef {
  readonly id: string;
  readonly madeAt: string;
}

/** Compares a held value with the wanted one. Null in its place: the key is to be absent. */
export interface WantedValue {
  matches(held: string): boolean;
}

/**
 * What the MDM was seen to hold. `wanted`: the wanted value, everywhere it belongs. `pending`: all was sent, and the
 * MDM shows it only after its devices have checked in. `incomplete`: something is still to be sent, nothing was
 * changed behind our back. `nothing`: no value. `other`: another value, or ours was lost.
 */
export interface Inspection {
  readonly holds: 'wanted' | 'pending' | 'incomplete' | 'nothing' | 'other';
  readonly counts: DeliveryCounts | null;
}

/** One turn at one slot, by the replica that holds its lease. */
export interface Attempt {
  readonly signal: AbortSignal;
  readonly fleet: FleetLedger;
  /** Before every request that changes something: rejects when another replica has taken over. */
  permitWrite(): Promise<void>;
  /** Keeps a reference at once, so that it survives us. */
  remember(ref: RemoteRef | null): Promise<void>;
  /** Progress of a long write, for people to see. */
  report(counts: DeliveryCounts): void;
}

/** `shows-later`: a look right after it would show nothing yet. */
export type Written = 'readable' | 'shows-later';

/** An open connection to one organization's MDM. All methods throw DeliveryProblem. */
export interface MdmSession {
  inspect(slot: Slot, wanted: WantedValue | null, attempt: Attempt): Promise<Inspection>;
  /** Reads, changes only the key and writes back; null withdraws the key. Safe to repeat. */
  write(slot: Slot, value: SecretText | null, attempt: Attempt): Promise<Written>;
  /** What the connection needs and whether it is there; changes nothing, and never throws for what is missing. */
  readiness(slots: readonly Slot[], attempt: Attempt): Promise<readonly ReadinessItem[]>;
}

/** What the connections of all vendors have. */
export interface VendorFields {
  readonly settings: { readonly certificateAuthorities?: string | undefined };
}

/** A vendor's product family. `Fields` are the settings and credentials of a connection to it. */
export abstract class MdmVendorAdapter<Fields extends VendorFields = VendorFields> {
  abstract readonly vendor: MdmVendor;
  /** `by-hand`: there is no API, a person puts the value there and says so. */
  abstract readonly delivers: 'by-api' | 'by-hand';
  /** `{settings, credentials}`, strict. */
  abstract readonly fieldsSchema: z.ZodType<Fields>;
  /** Every address that the connection calls, for the outbound policy. */
  abstract addressesOf(fields: Fields): readonly string[];
  /** Opens nothing yet: the first call does. Access tokens are kept as long as the session. */
  abstract open(fields: Fields, http: VendorHttp): MdmSession;
}
