import type { Logger } from '@mdm-gate/service-kit';

/** The service's logger, as a name to inject it by. */
export abstract class SignInLog {
  abstract readonly warn: Logger['warn'];
}
