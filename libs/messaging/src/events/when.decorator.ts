import type { EventContract, EventOf } from '@mdm-gate/contracts';
import { EventPattern } from '@nestjs/microservices';
import { PATTERN_METADATA } from '@nestjs/microservices/constants.js';
import { handlerMethod } from '../nest/handler-method.ts';
import { natsTransport } from '../nest/transport-id.ts';
import type { MessageContext } from '../requests/message-context.ts';
import type { UnreadableEvent } from './unreadable-event.ts';

/** An event that a method reacts to, and whether the method also wants to know of one that cannot be read. */
export type WhenContract = EventContract & { readonly orUnreadable?: boolean };

/** What `@When` leaves for the transport to find. */
export interface WhenExtras {
  readonly when: readonly WhenContract[];
}

type Reacting<Event> = (event: Event, context: MessageContext) => void | Promise<void>;

const orUnreadableMethods = new WeakSet<object>();

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
    handlerMethod(target, key, descriptor);
    const orUnreadable = descriptor.value !== undefined && orUnreadableMethods.has(descriptor.value);
    const extras: WhenExtras = { when: contracts.map((contract) => ({ ...contract, orUnreadable })) };
    const types = contracts.map(({ type }) => type);
    EventPattern(types, natsTransport, extras)(target, key, descriptor);
  };

/** Below `@When`: the method is also given an `UnreadableEvent`, before what cannot be read is parked. */
export const OrUnreadable = <Method extends Reacting<UnreadableEvent>>(
  _target: object,
  _key: string | symbol,
  { value }: TypedPropertyDescriptor<Method>,
): void => {
  if (value === undefined || Reflect.hasMetadata(PATTERN_METADATA, value))
    throw new Error('@OrUnreadable stands below @When');
  orUnreadableMethods.add(value);
};
