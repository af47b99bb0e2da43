import type { DeliveryCounts, MdmVendor, Platform, ReadinessItem } from '@mdm-gate/contracts';
import type { SecretText } from '@mdm-gate/service-kit';
import type { z } from 'zod';
import type { Attempt, DeliveryLook, Look, RemoteRef } from './attempt.ts';
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
  /** What `Attempt.rememberOpenWrite` kept. */
  readonly hasOpenWrite: boolean;
}

/** Compares a held value with the wanted one. Null in its place: the key is to be absent. */
export interface WantedValue {
  matches(held: string): boolean;
}

/**
 * What the MDM was seen to hold. `wanted`: the wanted value, as a text, once, everywhere it belongs. `pending`: all was
 * sent, and the MDM shows it only after its devices have checked in. `incomplete`: something is still to be sent,
 * nothing was changed behind our back. `nothing`: no value. `other`: another value, one of another type, the key more
 * than once, or ours was lost.
 */
export interface Inspection {
  readonly holds: 'wanted' | 'pending' | 'incomplete' | 'nothing' | 'other';
  readonly counts: DeliveryCounts | null;
}

/** An open connection to one organization's MDM. All methods throw DeliveryProblem. */
export interface MdmSession {
  /** Changes nothing in the MDM. */
  inspect(slot: Slot, wanted: WantedValue | null, look: DeliveryLook): Promise<Inspection>;
  /**
   * One read-modify-write; null withdraws the key. Reads, changes only the key, writes at most once, reads back and
   * compares all of it with what was read. What was not carried out for certain ends it: who wants it written then
   * begins anew, from a read. Resolves with what was read back.
   */
  write(slot: Slot, value: SecretText | null, attempt: Attempt): Promise<Inspection>;
  /** What the connection needs and whether it is there; changes nothing, and never throws for what is missing. */
  readiness(slots: readonly Slot[], look: Look): Promise<readonly ReadinessItem[]>;
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
