import { isDeepStrictEqual } from 'node:util';
import type { EventStreamReader, NatsLink, RecordStream, StreamKeeper } from '@mdm-gate/messaging';
import type { Loops, SupervisedLoop } from '@mdm-gate/service-kit';
import type { BindingNote, BindingsMark } from '../active-set/active-set-store.ts';
import { BoundedWrites } from '../active-set/bounded-writes.ts';
import { RedisBindings, type Followed } from '../active-set/redis-bindings.ts';
import type { RedisConnection } from '../active-set/redis-connection.ts';
import { bindingIn } from './binding-records.ts';
import { markOf } from './bindings-mark.ts';
import { deviceKey } from './device-key.ts';

const intervalMs = 30_000;
/** A million bindings that are to be brought back. */
const roundTimeoutMs = 30 * 60_000;
const writesOnTheWay = 64;

export interface KeptBindings {
  readonly link: NatsLink;
  readonly keeper: StreamKeeper;
  readonly reader: EventStreamReader;
  readonly records: RecordStream;
  readonly redis: RedisConnection;
}

/**
 * Brings bindings from the store back into a stream that lost them: one that was emptied, made anew or restored from an
 * older copy. Nobody else knows them. Looked at with every connection to NATS, and now and then.
 */
export class KeepBindings {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly from: KeptBindings,
    private readonly loops: Loops,
  ) {
    const round = (signal: AbortSignal) => this.#round(signal);
    this.#loop = loops.add({ name: 'keep-bindings', intervalMs, retryMaxMs: 2_000, roundTimeoutMs, round });
    from.link.onConnected(() => {
      this.#loop.wakeUp();
    });
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #round(signal: AbortSignal): Promise<undefined> {
    const session = this.from.redis.session;
    if (session === null) return;
    const bindings = new RedisBindings(this.from.redis, session);
    const followed = await bindings.followed();
    // What is being filled comes from the stream.
    if (followed === null) return;
    await this.from.keeper.ensure(this.from.link.requireConnection());
    const mark = markOf(await this.from.reader.state('bindings'));
    if (isDeepStrictEqual(mark, followed.mark) && followed.newestSequence === mark.sequence) return;
    if (await this.#hasLost(followed, mark)) {
      const records = await this.#bringBack(bindings, signal);
      if (signal.aborted) return;
      this.loops.logger.warn(
        { records },
        'the stream of device bindings had lost some, which are back in it',
      );
    }
    await bindings.noteMark(mark);
  }

  /** Whether the stream is not the one that was followed, or has gone back. */
  async #hasLost({ mark, newestSequence }: Followed, now: BindingsMark): Promise<boolean> {
    if (mark?.createdMs !== now.createdMs || now.sequence < newestSequence) return true;
    if (mark.sequence === 0) return false;
    // A record that was replaced is not there any more; one that was stored at another time is of another history.
    const storedAtMs = await this.from.reader.storedAtMs('bindings', mark.sequence);
    return storedAtMs !== null && storedAtMs !== mark.storedAtMs;
  }

  async #bringBack(bindings: RedisBindings, signal: AbortSignal): Promise<number> {
    const writes = new BoundedWrites(writesOnTheWay);
    let records = 0;
    for await (const note of bindings.all()) {
      if (signal.aborted) break;
      await writes.add(
        this.#bringBackOne(note).then((isBack) => {
          if (isBack) records += 1;
        }),
      );
    }
    await writes.done();
    return records;
  }

  /** False: the stream knows it, or something newer, or nothing of a device that is released anyway. */
  async #bringBackOne({
    organizationId,
    deviceId,
    connectionId,
    changedAtMs,
  }: BindingNote): Promise<boolean> {
    const key = deviceKey({ organizationId, deviceId });
    const stored = await this.from.records.get(key);
    if (stored === null ? connectionId === null : isKnown(stored.record, changedAtMs)) return false;
    const record = { organizationId, deviceId, connectionId, changedAt: new Date(changedAtMs).toISOString() };
    return (await this.from.records.put(key, record, { replaces: stored?.sequence ?? 0 })) !== null;
  }
}

/** Whether the stream has that change of the device, or a later one. */
const isKnown = (record: unknown, changedAtMs: number): boolean => {
  const binding = bindingIn(record);
  return binding !== null && binding !== 'nobody' && Date.parse(binding.changedAt) >= changedAtMs;
};
