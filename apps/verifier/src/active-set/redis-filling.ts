import type { BindingsMark, Filling, SetOfOrganization } from './active-set-store.ts';
import { RedisBindings } from './redis-bindings.ts';
import type { RedisConnection } from './redis-connection.ts';
import { completeFillingScript, startFillingScript } from './redis-scripts.ts';
import { repeatedCall } from './repeated-script.ts';
import { applyAllScript, keysOf, type RedisSession } from './redis-session.ts';
import { RedisWrites } from './redis-writes.ts';

/** Longer than any filling takes; only one that was broken off is still there then. */
const forgottenAfterSeconds = 600;

/** A filling of the Redis process of one session. */
export class RedisFilling extends RedisWrites implements Filling {
  readonly #ownKey: string;

  constructor(connection: RedisConnection, session: RedisSession, id: string) {
    super(connection, session);
    this.#ownKey = keysOf.filling(session, id);
  }

  async start(): Promise<void> {
    await this.connection.run(this.session, startFillingScript, [this.#ownKey], [forgottenAfterSeconds]);
  }

  async applyAll(sets: readonly SetOfOrganization[]): Promise<void> {
    const { keys, args } = repeatedCall(sets.map((set) => this.applying(set)));
    await this.connection.run(this.session, applyAllScript, keys, args);
  }

  async noteBindingsMark(mark: BindingsMark): Promise<void> {
    await new RedisBindings(this.connection, this.session).noteMark(mark);
  }

  async complete(): Promise<boolean> {
    await this.#removeWhatOthersLeft();
    const keys = [this.#ownKey, this.session.markerKey];
    return (await this.connection.run(this.session, completeFillingScript, keys)) === 1;
  }

  /**
   * Keys of another run id are of no use, unless the process that wrote them were a replica of this one now and were
   * promoted again: therefore they go before the marker comes.
   */
  async #removeWhatOthersLeft(): Promise<void> {
    for await (const keys of this.connection.keysLike(this.session, 'mdm:*')) {
      const left = keys.filter(
        (key) => /^mdm:[0-9a-f]{40}:/.test(key) && !key.startsWith(this.session.keyPrefix),
      );
      await this.connection.remove(left);
    }
  }
}
