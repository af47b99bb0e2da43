import type { ActiveSet, HeldActiveSet, PolicyMode, TokenState } from '@mdm-gate/contracts';

/** What a check asks of the store. `digests`: of the presented value, under each known digest key; none if nothing was presented. */
export interface Question {
  readonly organizationId: string;
  readonly deviceId: string;
  readonly digests: readonly string[];
}

/** Instants are milliseconds since 1970, so that a check compares numbers. */
export interface KnownPolicy {
  readonly mode: PolicyMode;
  readonly effectiveFromMs: number | null;
  readonly mdmIntegrated: boolean;
}

export interface KnownToken {
  readonly tokenId: string;
  readonly state: TokenState;
  readonly connectionId: string | null;
  readonly notAfterMs: number | null;
}

export interface KnownDevice {
  /** The MDM connection whose token it paired with; told only where it matters, when the token is for one connection. */
  readonly boundConnectionId: string | null;
  /** Failed checks of late. */
  readonly failures: number;
}

export interface KnownOrganization {
  readonly known: 'organization';
  readonly version: number;
  readonly policy: KnownPolicy;
  /** The token that the presented value matches. */
  readonly token: KnownToken | null;
  readonly device: KnownDevice;
}

/** All that a check is decided by, read at one instant. `nothing`: the store cannot prove that what it holds is current. */
export type Finding =
  { readonly known: 'nothing' } | { readonly known: 'no-organization' } | KnownOrganization;

/**
 * `held`: what the store has afterwards, which is the set that was applied or a newer one.
 * `filled`: whether checks are decided by the store; without it the set is written, but does not count yet.
 */
export interface Applied {
  readonly held: Omit<HeldActiveSet, 'organizationId'>;
  readonly filled: boolean;
}

/** Some of the sets that the store holds. `cursor`: where the next ones are; null after the last. */
export interface HeldPage {
  readonly items: readonly HeldActiveSet[];
  readonly cursor: string | null;
}

/** `unknown`: there is no set that could say. */
export type ConnectionStanding = 'there' | 'gone' | 'unknown';

/** A place among the sets of an organization; version 0 is before the first one of a lineage. */
export type Place = Pick<ActiveSet, 'lineage' | 'version'>;

export interface SetOfOrganization {
  readonly organizationId: string;
  readonly activeSet: ActiveSet;
}

/** A device's binding, newest wins. `connectionId` null: released. */
export interface BindingNote {
  readonly organizationId: string;
  readonly deviceId: string;
  readonly connectionId: string | null;
  readonly changedAtMs: number;
}

/** A binding as the stream has it. `sequence`: where. */
export interface StoredBinding extends BindingNote {
  readonly sequence: number;
}

/** How far a stream of bindings was followed: which stream, its newest record, and when that one was stored. */
export interface BindingsMark {
  readonly createdMs: number;
  readonly sequence: number;
  readonly storedAtMs: number;
}

/** What is written to the store beside active sets. Throws `dependency-unavailable`. */
export interface BindingNotes {
  noteBinding(binding: StoredBinding): Promise<void>;
}

/**
 * A filling of an empty store from the streams. It ends in vain when the store is emptied or replaced meanwhile.
 * Every method throws a retryable `dependency-unavailable` when the store cannot be reached.
 */
export interface Filling extends BindingNotes {
  /** Replaces each organization's set unless the store holds the same one or a newer one. */
  applyAll(sets: readonly SetOfOrganization[]): Promise<void>;
  /** As the store's own. */
  withhold(organizationId: string, place: Place): Promise<void>;
  noteBindingsMark(mark: BindingsMark): Promise<void>;
  /** From now on checks are decided by the store. False: it was emptied meanwhile, so it must be filled again. */
  complete(): Promise<boolean>;
}

/** What checks are decided by, shared by the replicas. A copy: it may be lost at any moment, and then knows `nothing`. */
export abstract class ActiveSetStore implements BindingNotes {
  /** Never throws and never waits longer than a second. */
  abstract find(question: Question): Promise<Finding>;

  /** Never throws: a failure that cannot be counted is still a failure. */
  abstract countFailure(organizationId: string, deviceId: string): Promise<void>;

  /** Replaces the organization's set unless it holds that place or a newer one. Throws `dependency-unavailable`. */
  abstract apply(organizationId: string, activeSet: ActiveSet): Promise<Applied>;

  /**
   * No check of this organization may be decided until a set newer than `place` is there; one that is there already
   * stays. Throws `dependency-unavailable`.
   */
  abstract withhold(organizationId: string, place: Place): Promise<void>;

  /**
   * As `withhold`, where what is held was written by a verifier of a version that knew of no lineages; nothing otherwise.
   * Throws `dependency-unavailable`.
   */
  abstract withholdUnproven(organizationId: string): Promise<void>;

  /** Whether that MDM connection is one of the organization's, as its active set says. Throws `dependency-unavailable`. */
  abstract connection(organizationId: string, connectionId: string): Promise<ConnectionStanding>;

  /** Of the named organizations, as far as they are there. Throws `dependency-unavailable`. */
  abstract held(organizationIds: readonly string[]): Promise<readonly HeldActiveSet[]>;

  /** Of all organizations, each at least once. Throws `dependency-unavailable`, and `conflict` for a cursor of another store. */
  abstract heldPage(cursor: string | null): Promise<HeldPage>;

  abstract noteBinding(binding: StoredBinding): Promise<void>;

  /** Whether checks can be decided now. */
  abstract look(): Promise<'filled' | 'empty' | 'unreachable'>;

  /** Why it is `unreachable`, for an operator; null when nothing is known. */
  abstract readonly problem: string | null;

  /** Throws `dependency-unavailable`. */
  abstract startFilling(): Promise<Filling>;

  /** Called whenever the store may have become empty, so that it is refilled at once. */
  abstract onDoubt(listener: () => void): void;
}
