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

  /** True: look again later. Also where nobody can tell, as the stream cannot be asked. */
  async isBehind(rotationId: string): Promise<boolean> {
    try {
      const awaited = this.#awaited.get(rotationId) ?? (await this.reader.state('sightings')).lastSequence;
      this.#awaited.set(rotationId, awaited);
      if ((await this.reader.handledUpTo('token-admin', 'sightings')) < awaited) return true;
      this.#awaited.delete(rotationId);
      return false;
    } catch {
      return true;
    }
  }
}
