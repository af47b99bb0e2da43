import type { FollowedRecord, RecordFollower } from '@mdm-gate/messaging';
import type { Logger } from '@mdm-gate/service-kit';
import type { BindingNotes } from '../active-set/active-set-store.ts';
import { bindingIn, noteBinding } from './binding-records.ts';

/**
 * Brings every record of the stream into the store once more. The replica that stored it does so too, before it answers,
 * but may die in between. Nothing changes when the store knows the record, or a newer one.
 */
export class FollowBindings {
  constructor(
    private readonly follower: RecordFollower,
    private readonly store: BindingNotes,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.follower.start((followed) => this.#note(followed));
  }

  stop(): Promise<void> {
    return this.follower.stop();
  }

  /** A record that cannot be read was not written by a verifier: it binds nobody. */
  async #note({ subject, sequence, record }: FollowedRecord): Promise<void> {
    const binding = bindingIn(record);
    if (binding === null) this.logger.error({ subject }, 'a record of a device binding cannot be read');
    else if (binding !== 'nobody') await noteBinding(this.store, binding, sequence);
  }
}
