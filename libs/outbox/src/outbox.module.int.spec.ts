import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { EventStreamReader, MessagingModule } from '@mdm-gate/messaging';
import { createLogger, LoopsModule } from '@mdm-gate/service-kit';
import { createDatabase, startNats, startPostgres, waitFor, type RunningServer } from '@mdm-gate/testing';
import { Module, type INestApplicationContext, type NestApplicationOptions, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { type OutboxEvent } from './outbox-event.ts';
import { OutboxMessage } from './outbox-message.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { addOutboxTraceparent, createOutboxTable } from './outbox-table.ts';
import { Outbox } from './outbox.ts';
import { OutboxModule } from './outbox.module.ts';

const logger = createLogger('mdm-push', { level: 'silent' });

const quiet: Readonly<NestApplicationOptions> = { logger: false };

const eventOf = (organizationId: string): OutboxEvent => ({
  id: randomUUID(),
  type: 'MdmConnectionAdded',
  schemaVersion: 1,
  occurredAt: new Date().toISOString(),
  correlationId: 'test',
  actor: { type: 'service', id: 'mdm-push' },
  organizationId,
  connectionId: randomUUID(),
  connections: 1,
});

const serviceModule = (dataSource: DataSource, natsUrl: string): Type => {
  class DatabaseModule {}
  Module({ providers: [{ provide: DataSource, useValue: dataSource }], exports: [DataSource] })(
    DatabaseModule,
  );
  class ServiceModule {}
  Module({
    imports: [
      { module: DatabaseModule, global: true },
      MessagingModule.forService({ service: 'mdm-push', url: natsUrl, logger }),
      LoopsModule.with(logger),
      OutboxModule.forService({ logger }),
    ],
  })(ServiceModule);
  return ServiceModule;
};

describe('the outbox of a service', () => {
  let postgres: RunningServer;
  let nats: RunningServer;
  let dataSource: DataSource;
  const services: INestApplicationContext[] = [];

  beforeAll(async () => {
    [postgres, nats] = await Promise.all([startPostgres(), startNats()]);
  });
  afterAll(() => Promise.all([postgres.stop(), nats.stop()]));

  beforeEach(async () => {
    dataSource = new DataSource({
      type: 'postgres',
      url: await createDatabase(postgres),
      schema: 'mdm_push',
      entities: [OutboxMessage],
    });
    await dataSource.initialize();
    await dataSource.query('CREATE SCHEMA mdm_push');
    await createOutboxTable(dataSource.createQueryRunner(), 'mdm_push');
    await addOutboxTraceparent(dataSource.createQueryRunner(), 'mdm_push');
  });
  afterEach(async () => {
    await Promise.all(services.splice(0).map((service) => service.close()));
    await dataSource.destroy();
    await nats.restart({ emptied: true });
  });

  const start = async (): Promise<INestApplicationContext> => {
    const service = await NestFactory.createApplicationContext(serviceModule(dataSource, nats.url), quiet);
    services.push(service);
    return service;
  };

  const add = (service: INestApplicationContext, event: OutboxEvent): Promise<void> =>
    dataSource.transaction((manager) => service.get(Outbox).add(manager, event));

  const messagesInStream = async (service: INestApplicationContext): Promise<number> =>
    (await service.get(EventStreamReader).state('deliveries')).messages;

  it('brings a committed event to its stream as it was written', async () => {
    const service = await start();
    const event = eventOf('acme');
    await add(service, event);
    expect(await service.get(OutboxRelay).flush('acme', 10_000)).toBe(true);
    const read: unknown[] = [];
    for await (const message of service.get(EventStreamReader).lastPerSubject('deliveries'))
      read.push(message);
    expect(read).toMatchObject([{ subject: 'mdm.deliveries.acme.MdmConnectionAdded', event }]);
  });

  it('keeps events while NATS is down, and brings them to the stream once it is up', async () => {
    const service = await start();
    await add(service, eventOf('acme'));
    expect(await service.get(OutboxRelay).flush('acme', 10_000)).toBe(true);
    await nats.kill();
    await add(service, eventOf('acme'));
    await add(service, eventOf('globex'));
    expect(await service.get(OutboxRelay).flush('acme', 200)).toBe(false);
    await nats.restart();
    expect(await service.get(OutboxRelay).flush('acme', 20_000)).toBe(true);
    expect(await service.get(OutboxRelay).flush('globex', 20_000)).toBe(true);
    expect(await messagesInStream(service)).toBe(3);
  });

  it('has each event in the stream once, although two replicas publish and one repeats', async () => {
    const [service, other] = [await start(), await start()];
    const events = Array.from({ length: 60 }, (_, index) => eventOf(index % 2 === 0 ? 'acme' : 'globex'));
    for (const [index, event] of events.entries()) await add(index % 3 === 0 ? other : service, event);
    await service.get(OutboxRelay).flush('acme', 10_000);
    await service.get(OutboxRelay).flush('globex', 10_000);
    // As after a crash between the acknowledgement and the mark.
    await dataSource.query('UPDATE mdm_push.outbox SET published_at = NULL WHERE position > 40');
    await service.get(OutboxRelay).flush('acme', 10_000);
    await service.get(OutboxRelay).flush('globex', 10_000);
    expect(await messagesInStream(service)).toBe(60);
  });

  it('publishes at the next start what a service left behind when it was stopped', async () => {
    const stopped = await start();
    await nats.kill();
    await add(stopped, eventOf('acme'));
    await stopped.close();
    services.splice(0);
    await nats.restart();
    const service = await start();
    expect(await service.get(OutboxRelay).flush('acme', 20_000)).toBe(true);
    await waitFor(async () => (await messagesInStream(service)) === 1);
  });
});
