import type { Logger } from '@mdm-gate/service-kit';

/** The service's logger, as a name to inject it by. */
export abstract class ServiceLogger {
  abstract readonly info: Logger['info'];
  abstract readonly warn: Logger['warn'];
  abstract readonly error: Logger['error'];
}
