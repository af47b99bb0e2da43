import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ActiveSet } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import {
  ActiveSetStore,
  type Applied,
  type Filling,
  type Finding,
  type Question,
} from './active-set-store.ts';
import { Batch } from './batch.ts';
import { readPolicy, readToken, recordOf } from './records.ts';
import type { RedisConnection } from './redis-connection.ts';
import { RedisFilling } from './redis-filling.ts';
import { applyScript, lookScript, readScript } from './redis-scripts.ts';
import { organizationKey, type RedisSession } from './redis-session.ts';
import type { SeenVersions } from './seen-versions.ts';

const nothing: Finding = { known: 'nothing' };

const appliedSchema = z.tuple([z.number(), z.number()]);

/** The active sets in Redis, under keys of the running Redis process: docs/adr/0004-redis-as-the-verifiers-store.md. */
export class RedisActiveSet extends ActiveSetStore {
  readonly #connection: RedisConnection;
  readonly #seen: SeenVersions;
  readonly #checks = new Batch<Question, Finding>((questions) => this.#read(questions));
  readonly #doubters: (() => void)[] = [];

  constructor(connection: RedisConnection, seen: SeenVersions) {
    super();
    this.#connection = connection;
    this.#seen = seen;
    connection.onSession(() => {
      this.#doubt();
    });
  }

  override async find(question: Question): Promise<Finding> {
    if (this.#connection.session === null) return nothing;
    // What is read from now on may not be older than what has been seen by now.
    const seenVersion = this.#seen.of(question.organizationId);
    const finding = await this.#checks.add(question);
    const version = finding.known === 'organization' ? finding.version : 0;
    if (version < seenVersion) return nothing;
    this.#seen.see(question.organizationId, version);
    return finding;
  }

  override async apply(organizationId: string, activeSet: ActiveSet): Promise<Applied> {
    const session = this.#currentSession();
    const keys = [organizationKey(session, organizationId), session.markerKey];
    const args = [activeSet.version, ...recordOf(activeSet)];
    const [activeSetVersion, marked] = appliedSchema.parse(
      await this.#connection.run(session, applyScript, keys, args),
    );
    if (marked === 0) this.#doubt();
    this.#seen.see(organizationId, activeSetVersion);
    return { activeSetVersion, filled: marked === 1 };
  }

  override async look(): Promise<'filled' | 'empty' | 'unreachable'> {
    const session = this.#connection.latestSession;
    if (session === null) return 'unreachable';
    try {
      const sentAtMs = performance.now();
      const keys = [`${session.keyPrefix}proof`, session.markerKey];
      const marked = await this.#connection.run(session, lookScript, keys);
      this.#connection.prove(session, sentAtMs);
      return marked === 1 ? 'filled' : 'empty';
    } catch {
      return 'unreachable';
    }
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

  async #read(questions: readonly Question[]): Promise<readonly Finding[]> {
    const session = this.#connection.session;
    const answers = session === null ? null : await this.#ask(session, questions);
    if (answers === null) return questions.map(() => nothing);
    return questions.map((_, index) => findingIn(answers[2 * index], answers[2 * index + 1]));
  }

  async #ask(session: RedisSession, questions: readonly Question[]): Promise<readonly unknown[] | null> {
    const width = Math.max(1, ...questions.map(({ digests }) => digests.length));
    const keys = [
      session.markerKey,
      ...questions.map((asked) => organizationKey(session, asked.organizationId)),
    ];
    const args = questions.flatMap(({ digests }) => paddedTo(width, digests));
    try {
      const answers: unknown = await this.#connection.run(session, readScript, keys, [width, ...args]);
      if (isList(answers)) return answers;
      this.#doubt();
      return null;
    } catch {
      return null;
    }
  }

  #currentSession(): RedisSession {
    const { session } = this.#connection;
    if (session === null) throw new CodedError('dependency-unavailable', 'Redis cannot be reached');
    return session;
  }

  #doubt(): void {
    for (const listener of this.#doubters) listener();
  }
}

const isList = (answers: unknown): answers is readonly unknown[] => Array.isArray(answers);

/** No field has an empty name, so that padding matches nothing. */
const paddedTo = (width: number, digests: readonly string[]): readonly string[] =>
  digests.length === width ? digests : [...digests, ...Array<string>(width - digests.length).fill('')];

const findingIn = (policyRecord: unknown, tokenRecord: unknown): Finding => {
  if (typeof policyRecord !== 'string') return { known: 'no-organization' };
  const read = readPolicy(policyRecord);
  if (read === null) return nothing;
  const token = typeof tokenRecord === 'string' ? readToken(tokenRecord) : null;
  return { known: 'organization', ...read, token };
};
