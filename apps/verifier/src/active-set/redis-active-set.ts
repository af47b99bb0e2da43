import { randomUUID } from 'node:crypto';
import type { ActiveSet, HeldActiveSet } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import {
  ActiveSetStore,
  type Applied,
  type ConnectionStanding,
  type Filling,
  type Finding,
  type HeldPage,
  type Place,
  type Question,
  type StoredBinding,
} from './active-set-store.ts';
import { Batch } from './batch.ts';
import { isOlder, noLineage, positionOf, versionIn } from './place.ts';
import { readPolicy, readToken, type PolicyRecord } from './records.ts';
import type { RedisConnection } from './redis-connection.ts';
import { RedisFilling } from './redis-filling.ts';
import { RedisListing } from './redis-listing.ts';
import { lookScript, readScript } from './redis-scripts.ts';
import { keysOf, type RedisSession } from './redis-session.ts';
import { RedisWrites } from './redis-writes.ts';
import type { SeenSets } from './seen-sets.ts';

const nothing: Finding = { known: 'nothing' };
const noOrganization: Finding = { known: 'no-organization' };
const unknown = Promise.resolve(nothing);

/** A question, and the set that its organization had at least when it was asked. */
interface Check {
  readonly question: Question;
  readonly seen: string;
}

/** The active sets in Redis, under keys of the running Redis process: docs/adr/0004-redis-as-the-verifiers-store.md. */
export class RedisActiveSet extends ActiveSetStore {
  readonly #connection: RedisConnection;
  readonly #seen: SeenSets;
  readonly #checks = new Batch<Check, Finding>((checks) => this.#read(checks));
  readonly #doubters: (() => void)[] = [];

  constructor(connection: RedisConnection, seen: SeenSets) {
    super();
    this.#connection = connection;
    this.#seen = seen;
    connection.onSession(() => {
      this.#doubt();
    });
  }

  override find(question: Question): Promise<Finding> {
    if (this.#connection.session === null) return unknown;
    // What is read from now on may not be older than what has been seen by now.
    return this.#checks.add({ question, seen: this.#seen.of(question.organizationId) });
  }

  override async countFailure(organizationId: string, deviceId: string): Promise<void> {
    try {
      await this.#writes().countFailure(organizationId, deviceId);
    } catch {
      // Without Redis nothing is decided anyway.
    }
  }

  override async apply(organizationId: string, activeSet: ActiveSet): Promise<Applied> {
    const applied = await this.#writes().apply(organizationId, activeSet);
    if (!applied.filled) this.#doubt();
    this.#seen.see(organizationId, heldPosition(applied.held));
    return applied;
  }

  override async withhold(organizationId: string, place: Place): Promise<void> {
    await this.#writes().withhold(organizationId, place);
  }

  override async withholdUnproven(organizationId: string): Promise<void> {
    await this.#writes().withholdUnproven(organizationId);
  }

  override connection(organizationId: string, connectionId: string): Promise<ConnectionStanding> {
    return this.#listing().connection(organizationId, connectionId);
  }

  override held(organizationIds: readonly string[]): Promise<readonly HeldActiveSet[]> {
    return this.#listing().of(organizationIds);
  }

  override heldPage(cursor: string | null): Promise<HeldPage> {
    return this.#listing().page(cursor);
  }

  override async noteBinding(binding: StoredBinding): Promise<void> {
    await this.#writes().noteBinding(binding);
  }

  override async look(): Promise<'filled' | 'empty' | 'unreachable'> {
    const session = this.#connection.latestSession;
    if (session === null) return 'unreachable';
    try {
      const sentAtMs = performance.now();
      const keys = [keysOf.proof(session), session.markerKey];
      const marked = await this.#connection.run(session, lookScript, keys);
      this.#connection.prove(session, sentAtMs);
      return marked === 1 ? 'filled' : 'empty';
    } catch {
      return 'unreachable';
    }
  }

  override get problem(): string | null {
    return this.#connection.problem;
  }

  override async startFilling(): Promise<Filling> {
    const session = this.#currentSession();
    const filling = new RedisFilling(this.#connection, session, randomUUID());
    await filling.start();
    return filling;
  }

  override onDoubt(listener: () => void): void {
    this.#doubters.push(listener);
  }

  async #read(checks: readonly Check[]): Promise<readonly Finding[]> {
    const { session } = this.#connection;
    const lines = session === null ? null : await this.#ask(session, checks);
    if (lines === null) return checks.map(() => nothing);
    return checks.map(({ question, seen }, index) => {
      const policyRecord = lines[index * linesPerCheck] ?? '';
      if (policyRecord === '') return seen === '' ? noOrganization : nothing;
      const record = readPolicy(policyRecord);
      if (isOlder(record.position, seen)) return nothing;
      if (record.position > seen) this.#seen.see(question.organizationId, record.position);
      return findingIn(record, lines, index * linesPerCheck);
    });
  }

  async #ask(session: RedisSession, checks: readonly Check[]): Promise<readonly string[] | null> {
    const width = Math.max(1, ...checks.map(({ question }) => question.digests.length));
    const args: (string | number)[] = [session.keyPrefix, width];
    for (const { question } of checks) {
      args.push(question.organizationId, question.deviceId, ...paddedTo(width, question.digests));
    }
    try {
      const answer = await this.#connection.run(session, readScript, [session.markerKey], args);
      if (typeof answer === 'string') return answer.split('\n');
      this.#doubt();
      return null;
    } catch {
      return null;
    }
  }

  #listing(): RedisListing {
    return new RedisListing(this.#connection, this.#currentSession());
  }

  #writes(): RedisWrites {
    return new RedisWrites(this.#connection, this.#currentSession());
  }

  #currentSession(): RedisSession {
    const { session } = this.#connection;
    if (session === null)
      throw new CodedError('dependency-unavailable', this.problem ?? 'Redis cannot be reached');
    return session;
  }

  #doubt(): void {
    for (const listener of this.#doubters) listener();
  }
}

/** No field has an empty name, so that padding matches nothing. */
const paddedTo = (width: number, digests: readonly string[]): readonly string[] =>
  digests.length === width ? digests : [...digests, ...Array<string>(width - digests.length).fill('')];

/** Policy, token, failures, bound connection; empty where there is none. */
const linesPerCheck = 4;

const findingIn = ({ position, policy }: PolicyRecord, lines: readonly string[], first: number): Finding => {
  if (policy === null) return nothing;
  if (policy === 'forgotten') return noOrganization;
  const tokenRecord = lines[first + 1] ?? '';
  const boundTo = lines[first + 3] ?? '';
  return {
    known: 'organization',
    version: versionIn(position),
    policy,
    token: tokenRecord === '' ? null : readToken(tokenRecord),
    device: { boundConnectionId: boundTo === '' ? null : boundTo, failures: Number(lines[first + 2]) },
  };
};

const heldPosition = ({ lineage, version }: Applied['held']): string =>
  positionOf({ lineage: lineage ?? noLineage, version });
