import type { ActiveSet } from '@mdm-gate/contracts';
import type { Filling } from './active-set-store.ts';
import { recordOf, withheldRecord } from './records.ts';
import type { RedisConnection } from './redis-connection.ts';
import { applyScript, completeFillingScript, startFillingScript, withholdScript } from './redis-scripts.ts';
import { organizationKey, type RedisSession } from './redis-session.ts';

/** Longer than any filling takes; only one that was broken off is still there then. */
const forgottenAfterSeconds = 600;

/** A filling of the Redis process of one session: it fails as soon as the session ends. */
export class RedisFilling implements Filling {
  readonly #ownKey: string;

  constructor(
    private readonly connection: RedisConnection,
    private readonly session: RedisSession,
    id: string,
  ) {
    this.#ownKey = `${session.keyPrefix}filling:${id}`;
  }

  async start(): Promise<void> {
    await this.connection.run(this.session, startFillingScript, [this.#ownKey], [forgottenAfterSeconds]);
  }

  async apply(organizationId: string, activeSet: ActiveSet): Promise<void> {
    const keys = [organizationKey(this.session, organizationId), this.session.markerKey];
    const args = [activeSet.version, ...recordOf(activeSet)];
    await this.connection.run(this.session, applyScript, keys, args);
  }

  async withhold(organizationId: string, version: number): Promise<void> {
    const keys = [organizationKey(this.session, organizationId)];
    const args = [version, ...withheldRecord(version)];
    await this.connection.run(this.session, withholdScript, keys, args);
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
