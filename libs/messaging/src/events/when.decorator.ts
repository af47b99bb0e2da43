import type { EventContract, EventOf } from '@mdm-gate/contracts';
import { EventPattern } from '@nestjs/microservices';
import { handlerMethod } from '../nest/handler-method.ts';
import { natsTransport } from '../nest/transport-id.ts';
import type { MessageContext } from '../requests/message-context.ts';

/** What `@When` leaves for the transport to find. */
export interface WhenExtras {
  readonly when: readonly EventContract[];
}

/**
 * The method reacts to events of the catalogue: `(event, context)`, where the event has been checked against its
 * contract. It may be called again with an event it has handled, and with two events at once; the event counts as
 * handled when the promise resolves. A service has one reaction to a type of event, because one acknowledgement cannot
 * tell which of two failed.
 */
export const When =
  <const Contracts extends readonly EventContract[]>(...contracts: Contracts) =>
  <Method extends (event: EventOf<Contracts[number]>, context: MessageContext) => void | Promise<void>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    handlerMethod(target, key, descriptor);
    const extras: WhenExtras = { when: contracts };
    const types = contracts.map(({ type }) => type);
    EventPattern(types, natsTransport, extras)(target, key, descriptor);
  };
