import { EventPublisher } from '@mdm-gate/messaging';
import { Loops, type Logger } from '@mdm-gate/service-kit';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OutboxRelay } from './outbox-relay.ts';
import { Outbox } from './outbox.ts';

/**
 * The outbox of a service, for all of its modules. Needs a global DataSource, of the service's schema and with the
 * entity OutboxMessage, the MessagingModule and the LoopsModule.
 */
@Module({})
export class OutboxModule {
  static forService({ logger }: { readonly logger: Logger }): DynamicModule {
    const relay = {
      provide: OutboxRelay,
      useFactory: (dataSource: DataSource, publisher: EventPublisher, loops: Loops) =>
        new OutboxRelay(dataSource, publisher, logger, loops),
      inject: [DataSource, EventPublisher, Loops],
    };
    return { module: OutboxModule, global: true, providers: [Outbox, relay], exports: [Outbox, OutboxRelay] };
  }
}
