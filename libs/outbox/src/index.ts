export {
  addOutboxTraceparent,
  createOutboxTable,
  dropOutboxTable,
  dropOutboxTraceparent,
} from './outbox-table.ts';
export { type OutboxEvent } from './outbox-event.ts';
export { OutboxMessage } from './outbox-message.ts';
export { OutboxRelay } from './outbox-relay.ts';
export { Outbox } from './outbox.ts';
export { OutboxModule } from './outbox.module.ts';
export { type PublishesEvents } from './publish-organization.ts';
