import type { EventStreamReader } from '@mdm-gate/messaging';

/**
 * Whether the ledger has what was said of devices up to the moment at which a step was first due. Observations that a
 * replica was busy with when it died come again some seconds later, after newer ones: until then the ledger may not know
 * that a device is on the token which is to be revoked.
 */
export class TakenIn {
  /** By rotation: the last message of the stream when its step was first due. */
  readonly #awaited = new Map<string, number>();

  constructor(private readonly reader: Pick<EventStreamReader, 'state' | 'handledUpTo'>) {}

  /** True: look again later. Throws when the stream cannot be asked. */
  async isBehind(rotationId: string): Promise<boolean> {
    const { lastSequence } = await this.reader.state('sightings');
    // A stream that was made anew begins to count anew.
    const awaited = Math.min(this.#awaited.get(rotationId) ?? lastSequence, lastSequence);
    const isBehind = (await this.reader.handledUpTo('token-admin', 'sightings')) < awaited;
    if (isBehind) this.#awaited.set(rotationId, awaited);
    else this.forget(rotationId);
    return isBehind;
  }

  /** No step is due: the next one that is waits for what was said until then. */
  forget(rotationId: string): void {
    this.#awaited.delete(rotationId);
  }
}
