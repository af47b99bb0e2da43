import type { EventContract, EventOf } from '@mdm-gate/contracts';
import { mark, markedMethods, type Controllers } from '../nest/marked-methods.ts';
import type { MessageContext } from '../requests/message-context.ts';
import type { Reaction } from './event-delivery.ts';
import type { UnreadableEvent } from './unreadable-event.ts';

type Reacting<Event> = (event: Event, context: MessageContext) => void | Promise<void>;

const when = Symbol('when');
const orUnreadable = Symbol('or-unreadable');

/**
 * The method reacts to events of the catalogue: `(event, context)`, where the event has been checked against its
 * contract. It may be called again with an event it has handled, and with two events at once; the event counts as
 * handled when the promise resolves. A service has one reaction to a type of event, because one acknowledgement cannot
 * tell which of two failed.
 */
export const When =
  <const Contracts extends readonly EventContract[]>(...contracts: Contracts) =>
  <Method extends Reacting<EventOf<Contracts[number]>>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    mark(when, contracts)(target, key, descriptor);
  };

/** Beside `@When`: the method is also given an `UnreadableEvent`, before what cannot be read is parked. */
export const OrUnreadable = <Method extends Reacting<UnreadableEvent>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
): void => {
  mark(orUnreadable, true)(target, key, descriptor);
};

/** The methods that react to events, one for each event. */
export const reactingMethods = (controllers: Controllers): readonly Reaction[] =>
  markedMethods<readonly EventContract[]>(controllers, when).flatMap(({ mark: contracts, handler, also }) =>
    contracts.map((contract) => ({ contract, handler, orUnreadable: also(orUnreadable) === true })),
  );
