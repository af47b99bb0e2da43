import { CodedError } from '@mdm-gate/service-kit';

/**
 * The database cannot do its work now: time mends it, or an operator who is told why. What was to be done is tried again
 * for as long as it takes. `detail` says what is known of the reason, in words that hold nothing of what was asked.
 */
export class DatabaseTrouble extends CodedError {
  constructor(detail: string, cause?: unknown) {
    super('dependency-unavailable', detail, { cause });
  }
}
