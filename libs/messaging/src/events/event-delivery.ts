import type { EventContract, ServiceName } from '@mdm-gate/contracts';
import type { JsMsg } from '@nats-io/jetstream';
import { readJsonText, traced, withTimeLimit, type Logger, type SpanAttributes } from '@mdm-gate/service-kit';
import type { NatsLink } from '../connection/nats-link.ts';
import * as metrics from '../metrics.ts';
import type { Handler } from '../nest/marked-methods.ts';
import { MessageContext } from '../requests/message-context.ts';
import { failureOf } from './failure-of.ts';
import { park } from './parking.ts';
import { readEvent, typeIn } from './read-event.ts';
import type { StreamKeeper } from './stream-keeper.ts';
import { settle, type Outcome, type Settlement } from './settlement.ts';
import { UnreadableEvent } from './unreadable-event.ts';
import { organizationOfSubject } from '../organization-in.ts';

export interface Reaction {
  readonly contract: EventContract;
  readonly handler: Handler;
  /** Whether the handler is also told of events that cannot be read. */
  readonly orUnreadable: boolean;
}

export interface Reactions {
  readonly service: ServiceName;
  /** By type of event. */
  readonly byType: ReadonlyMap<string, Reaction>;
}

/** While a handler works, the server is told so this often; a message without news for `ackWaitMs` is delivered again. */
export const ackWaitMs = 10_000;
const workingIntervalMs = 3_000;
/** Longer than any handler takes, all of whose steps have limits of their own: what hangs after all is tried again. */
const handlingTimeoutMs = 90_000;
/** The message could not be parked: MDM_PARKED is away. */
const parkingRetryMs = 5_000;

/** One delivery from the stream: handled, then settled as `settle` says. Never throws. */
export class EventDelivery {
  readonly #contracts: ReadonlyMap<string, EventContract>;

  constructor(
    private readonly link: NatsLink,
    private readonly keeper: StreamKeeper,
    private readonly reactions: Reactions,
    private readonly logger: Logger,
  ) {
    this.#contracts = new Map([...reactions.byType].map(([type, { contract }]) => [type, contract]));
  }

  async handle(message: JsMsg): Promise<void> {
    const outcome = await this.#outcomeOf(message);
    const chance = { deliveries: message.info.deliveryCount, random: Math.random() };
    const settlement = settle(outcome, chance);
    await this.#apply(settlement, message);
    this.#note(outcome, settlement, message);
  }

  async #outcomeOf(message: JsMsg): Promise<Outcome> {
    const working = setInterval(() => {
      message.working();
    }, workingIntervalMs);
    try {
      return await withTimeLimit(this.#handle(message), handlingTimeoutMs);
    } catch (error) {
      this.logger.warn({ err: error, ...factsOf(message) }, 'handling an event failed');
      return failureOf(error);
    } finally {
      clearInterval(working);
    }
  }

  async #handle(message: JsMsg): Promise<Outcome> {
    const reading = readEvent(message, this.#contracts);
    const reaction = this.reactions.byType.get(typeIn(message.subject));
    if (reaction === undefined || reading.kind === 'of-no-interest') return { kind: 'of-no-interest' };
    if (reading.kind === 'event') {
      const { event } = reading;
      await this.#tell(reaction, event, message, event.correlationId);
      return { kind: 'handled' };
    }
    // Told first: once it is parked it does not come again.
    if (reaction.orUnreadable) await this.#tell(reaction, unreadableIn(message), message);
    return reading;
  }

  async #tell(reaction: Reaction, given: object, message: JsMsg, correlationId?: string): Promise<void> {
    const context = new MessageContext(message.subject, () => message.headers, correlationId);
    const { traceparent } = context;
    const attributes = attributesOf(message);
    const causedAt = new Date(Number(message.timestampNanos / 1_000_000n));
    const span = { name: `handle ${reaction.contract.type}`, kind: 'consumer', attributes } as const;
    if (traceparent === undefined) await reaction.handler(given, context);
    else
      await traced({ ...span, traceparent, causedAt }, async () => {
        await reaction.handler(given, context);
      });
  }

  async #apply(settlement: Settlement, message: JsMsg): Promise<void> {
    if (settlement.kind === 'ack') message.ack();
    else if (settlement.kind === 'retry') message.nak(settlement.delayMs);
    else await this.#park(settlement, message);
  }

  async #park(settlement: Settlement & { kind: 'park' }, message: JsMsg): Promise<void> {
    const { code, detail } = settlement;
    try {
      await park(this.link.requireConnection(), message, { service: this.reactions.service, code, detail });
      message.term();
    } catch (error) {
      message.nak(parkingRetryMs);
      this.keeper.look();
      this.logger.error(
        { err: error, ...factsOf(message) },
        'an event could not be parked, it will be delivered again',
      );
    }
  }

  #note(outcome: Outcome, settlement: Settlement, message: JsMsg): void {
    // The type of what is of no interest is whatever somebody wrote: not a label.
    const type = outcome.kind === 'of-no-interest' ? 'other' : typeIn(message.subject);
    metrics.events.inc({ stream: message.info.stream, type, outcome: outcomeLabel(outcome, settlement) });
    if (settlement.kind === 'park')
      this.logger.error(
        { code: settlement.code, ...factsOf(message) },
        'an event was given up on and parked',
      );
  }
}

const outcomeLabel = (outcome: Outcome, settlement: Settlement): string =>
  settlement.kind === 'park' ? 'parked' : settlement.kind === 'retry' ? 'retried' : outcome.kind;

const attributesOf = (message: JsMsg): SpanAttributes => ({
  'messaging.system': 'nats',
  'messaging.operation.type': 'process',
  'messaging.destination.name': message.info.stream,
  'mdm_gate.organization_id': organizationIn(message),
});

/** `mdm.<stream>.<organizationId>.<type>` */
const unreadableIn = (message: JsMsg): UnreadableEvent =>
  new UnreadableEvent(organizationIn(message), message.seq, contentOf(message));

const organizationIn = ({ subject }: JsMsg): string => subject.split('.')[2] ?? '';

const contentOf = (message: JsMsg): unknown => {
  const reading = readJsonText(message.data);
  return reading.ok ? reading.value : undefined;
};

const factsOf = (message: JsMsg): Readonly<Record<string, unknown>> => ({
  ...organizationOfSubject(message.subject),
  subject: message.subject,
  sequence: message.seq,
  deliveries: message.info.deliveryCount,
});
