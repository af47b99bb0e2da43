import { z } from 'zod';
import type { BindingNote, BindingsMark } from './active-set-store.ts';
import type { RedisConnection } from './redis-connection.ts';
import { bindingsPageScript, noteMarkScript, readMarkScript } from './redis-scripts.ts';
import { keysOf, type RedisSession } from './redis-session.ts';

const perPage = 500;
const pageSchema = z.array(z.string()).min(1);
const markSchema = z.tuple([z.string(), z.coerce.number()]);

/** `mark` null: nobody has noted one. `newestSequence`: of the records that came since as well. */
export interface Followed {
  readonly mark: BindingsMark | null;
  readonly newestSequence: number;
}

/** Tells which bindings one Redis process holds, and how far the stream was followed that they come from. */
export class RedisBindings {
  constructor(
    private readonly connection: RedisConnection,
    private readonly session: RedisSession,
  ) {}

  /** Null: it is not filled. */
  async followed(): Promise<Followed | null> {
    const keys = [...this.#markKeys, this.session.markerKey];
    const answer = await this.connection.run(this.session, readMarkScript, keys);
    if (answer === null) return null;
    const [mark, newestSequence] = markSchema.parse(answer);
    return { mark: readMark(mark), newestSequence };
  }

  async noteMark({ createdMs, sequence, storedAtMs }: BindingsMark): Promise<void> {
    const mark = [createdMs, sequence, storedAtMs].join('|');
    await this.connection.run(this.session, noteMarkScript, this.#markKeys, [mark, sequence]);
  }

  get #markKeys(): readonly [string, string] {
    return [keysOf.bindingsMark(this.session), keysOf.newestBinding(this.session)];
  }

  /** Each at least once. */
  async *all(): AsyncGenerator<BindingNote, void, undefined> {
    const prefix = keysOf.bindings(this.session, '');
    for await (const keys of this.connection.keysLike(this.session, `${prefix}*`))
      for (const key of keys) yield* this.#of(key, key.slice(prefix.length));
  }

  async *#of(key: string, organizationId: string): AsyncGenerator<BindingNote, void, undefined> {
    let cursor = '0';
    do {
      const answer = await this.connection.run(this.session, bindingsPageScript, [key], [cursor, perPage]);
      const [next = '0', ...found] = pageSchema.parse(answer);
      cursor = next;
      for (let at = 0; at + 1 < found.length; at += 2)
        yield noteIn(organizationId, found[at] ?? '', found[at + 1] ?? '');
    } while (cursor !== '0');
  }
}

const readMark = (text: string): BindingsMark | null => {
  const [createdMs, sequence, storedAtMs] = text.split('|').map(Number);
  if (createdMs === undefined || sequence === undefined || storedAtMs === undefined) return null;
  return { createdMs, sequence, storedAtMs };
};

const noteIn = (organizationId: string, deviceId: string, held: string): BindingNote => {
  const [changedAt, connectionId = ''] = held.split('|');
  return {
    organizationId,
    deviceId,
    connectionId: connectionId === '' ? null : connectionId,
    changedAtMs: Number(changedAt),
  };
};
