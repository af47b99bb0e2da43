import { isInbox } from '@mdm-gate/contracts';
import type { PermissionViolationError } from '@nats-io/transport-node';

/** A denial that does not come again within this time was mended, or is not asked for any more. */
const rememberedMs = 60_000;
const shownMax = 5;

type Denied = Pick<PermissionViolationError, 'operation' | 'subject'>;

/** What NATS does not let us do, by subject, so that an operator sees which permission is missing. */
export class Denials {
  readonly #until = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Where an answer goes the caller decides: his mistake is no missing permission of ours. */
  note({ operation, subject }: Denied): void {
    if (operation === 'publish' && isInbox(subject)) return;
    const what = operation === 'publish' ? `publish on ${subject}` : `subscribe to ${subject}`;
    this.#until.delete(what);
    this.#until.set(what, this.now() + rememberedMs);
  }

  /** On a new connection everything is asked for again. */
  forget(): void {
    this.#until.clear();
  }

  /** For an operator; null while nothing was denied. */
  get problem(): string | null {
    const now = this.now();
    for (const [what, until] of this.#until) if (until < now) this.#until.delete(what);
    const denied = [...this.#until.keys()];
    if (denied.length === 0) return null;
    const more = denied.length > shownMax ? `, and ${denied.length - shownMax} more` : '';
    return `NATS does not let us ${denied.slice(-shownMax).join(', ')}${more}`;
  }
}
