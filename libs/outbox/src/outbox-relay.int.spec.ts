import { randomUUID } from 'node:crypto';
import { createLogger, Loops } from '@mdm-gate/service-kit';
import { createDatabase, startPostgres, waitFor, type RunningServer } from '@mdm-gate/testing';
import { register } from '@prometheus-io/client';
import { DataSource } from 'typeorm';
import { addOutboxTraceparent, createOutboxTable } from './outbox-table.ts';
import { type OutboxEvent } from './outbox-event.ts';
import { OutboxMessage } from './outbox-message.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { Outbox } from './outbox.ts';
import { type PublishesEvents } from './publish-organization.ts';

const outbox = new Outbox();
const logger = createLogger('outbox', { level: 'silent' });

const eventOf = (organizationId: string, connections = 0): OutboxEvent => ({
  id: randomUUID(),
  type: 'MdmConnectionAdded',
  schemaVersion: 1,
  occurredAt: new Date().toISOString(),
  correlationId: 'test',
  actor: { type: 'service', id: 'mdm-push' },
  organizationId,
  connectionId: randomUUID(),
  connections,
});

/** Stands in for the stream where a test is about PostgreSQL: it keeps what it was given, and can be out of order. */
class Recorder implements PublishesEvents {
  readonly events: OutboxEvent[] = [];
  problemWith: (event: OutboxEvent) => Promise<void> = () => Promise.resolve();

  async publish(event: OutboxEvent): Promise<void> {
    await this.problemWith(event);
    this.events.push(event);
  }

  idsOf(organizationId: string): string[] {
    return this.events.filter((event) => event.organizationId === organizationId).map(({ id }) => id);
  }
}

describe('the outbox', () => {
  let postgres: RunningServer;
  const cleanUps: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  const connect = async (url: string): Promise<DataSource> => {
    const dataSource = new DataSource({
      type: 'postgres',
      url,
      schema: 'mdm_push',
      entities: [OutboxMessage],
      poolErrorHandler: () => undefined,
    });
    await dataSource.initialize();
    cleanUps.push(() => dataSource.destroy());
    return dataSource;
  };

  const prepare = async (): Promise<DataSource> => {
    const dataSource = await connect(await createDatabase(postgres));
    await dataSource.query('CREATE SCHEMA mdm_push');
    const queryRunner = dataSource.createQueryRunner();
    await createOutboxTable(queryRunner, 'mdm_push');
    await addOutboxTraceparent(queryRunner, 'mdm_push');
    await queryRunner.release();
    return dataSource;
  };

  const start = (
    dataSource: DataSource,
    publisher: PublishesEvents,
    loops: Pick<Loops, 'add'> = new Loops(logger),
  ): OutboxRelay => {
    const relay = new OutboxRelay(dataSource, publisher, logger, loops);
    relay.onApplicationBootstrap();
    cleanUps.push(() => relay.beforeApplicationShutdown());
    return relay;
  };

  const addAll = async (dataSource: DataSource, events: readonly OutboxEvent[]): Promise<void> => {
    for (const event of events) await dataSource.transaction((manager) => outbox.add(manager, event));
  };

  it('publishes what was committed at once, without waiting for its next look', async () => {
    const dataSource = await prepare();
    const recorder = new Recorder();
    const all = new Loops(logger);
    start(dataSource, recorder, { add: (options) => all.add({ ...options, intervalMs: 3_600_000 }) });
    const events = Array.from({ length: 5 }, () => eventOf('acme'));
    for (const [index, event] of events.entries()) {
      await addAll(dataSource, [event]);
      await waitFor(() => recorder.events.length === index + 1);
    }
    expect(recorder.events).toEqual(events);
  });

  it('publishes nothing of a transaction that was rolled back', async () => {
    const dataSource = await prepare();
    const recorder = new Recorder();
    const relay = start(dataSource, recorder);
    const rolledBack = dataSource.transaction(async (manager) => {
      await outbox.add(manager, eventOf('acme'));
      throw new Error('the change failed');
    });
    await expect(rolledBack).rejects.toThrow('the change failed');
    const kept = eventOf('acme');
    await addAll(dataSource, [kept]);
    expect(await relay.flush('acme', 5_000)).toBe(true);
    expect(recorder.events).toEqual([kept]);
  });

  it('refuses an event that does not match its contract while the change can be rolled back', async () => {
    const dataSource = await prepare();
    const adding = addAll(dataSource, [{ ...eventOf('acme'), connections: -1 } as OutboxEvent]);
    await expect(adding).rejects.toMatchObject({
      code: 'internal-error',
      issues: [{ path: 'connections' }],
    });
    expect(await dataSource.manager.count(OutboxMessage)).toBe(0);
  });

  it('leaves out fields that the contract does not have, so that no secret can slip in', async () => {
    const dataSource = await prepare();
    const event = Object.assign(eventOf('acme'), { value: 'secret' });
    await addAll(dataSource, [event]);
    const [stored] = await dataSource.manager.find(OutboxMessage);
    expect(stored?.event).not.toHaveProperty('value');
  });

  it('keeps the order of each organization, also with several relays at once', async () => {
    const dataSource = await prepare();
    const recorder = new Recorder();
    // Takes longer now and then, so that relays overtake one another where they can.
    recorder.problemWith = ({ id }) =>
      new Promise((resolve) => setTimeout(resolve, id.charCodeAt(0) % 3 === 0 ? 3 : 0));
    const organizations = ['acme', 'globex', 'initech'];
    const events = Array.from({ length: 240 }, (_, index) =>
      eventOf(organizations[index % 3] ?? 'acme', index),
    );
    const relays = [
      start(dataSource, recorder),
      start(await connect(urlOf(dataSource)), recorder),
      start(await connect(urlOf(dataSource)), recorder),
    ];
    await addAll(dataSource, events);
    for (const organization of organizations) {
      expect(await relays[0]?.flush(organization, 20_000)).toBe(true);
      const ids = events.filter(({ organizationId }) => organizationId === organization).map(({ id }) => id);
      expect(recorder.idsOf(organization)).toEqual(ids);
    }
  });

  it('publishes more than one batch', async () => {
    const dataSource = await prepare();
    const events = Array.from({ length: 250 }, () => eventOf('acme'));
    await dataSource.transaction(async (manager) => {
      for (const event of events) await outbox.add(manager, event);
    });
    const recorder = new Recorder();
    expect(await start(dataSource, recorder).flush('acme', 10_000)).toBe(true);
    expect(recorder.idsOf('acme')).toEqual(events.map(({ id }) => id));
  });

  it('goes on trying, and stops at the first message that cannot be published, so that none overtakes it', async () => {
    const dataSource = await prepare();
    const recorder = new Recorder();
    const events = [eventOf('acme'), eventOf('acme'), eventOf('acme')];
    let attempts = 0;
    let mended = false;
    recorder.problemWith = ({ id }) => {
      if (mended || id !== events[1]?.id) return Promise.resolve();
      attempts += 1;
      return Promise.reject(new Error('not connected'));
    };
    await addAll(dataSource, events);
    const relay = start(dataSource, recorder);
    await waitFor(() => attempts > 2);
    expect(recorder.idsOf('acme')).toEqual([events[0]?.id]);
    mended = true;
    expect(await relay.flush('acme', 10_000)).toBe(true);
    expect(recorder.idsOf('acme')).toEqual(events.map(({ id }) => id));
  });

  it('gives the other organizations their turn when the messages of one cannot be published', async () => {
    const dataSource = await prepare();
    const recorder = new Recorder();
    recorder.problemWith = ({ organizationId }) =>
      organizationId === 'acme' ? Promise.reject(new Error('too large')) : Promise.resolve();
    await addAll(dataSource, [eventOf('acme'), eventOf('globex')]);
    const relay = start(dataSource, recorder);
    expect(await relay.flush('globex', 5_000)).toBe(true);
    expect(await relay.flush('acme', 50)).toBe(false);
    await waitFor(async () =>
      /outbox_unpublished 1\noutbox_|outbox_unpublished 1\n/.test(await register.metrics()),
    );
    expect(await register.metrics()).toMatch(/outbox_oldest_seconds [\d.e-]+/);
  });

  it('publishes again what a relay that died had published and not marked, and goes on after it', async () => {
    const dataSource = await prepare();
    const events = [eventOf('acme'), eventOf('acme')];
    await addAll(dataSource, events);
    const dying = new Recorder();
    const doomed = await connect(urlOf(dataSource));
    // Published, and then killed before the mark: the session ends with the process.
    const relay = start(doomed, {
      publish: async (event) => {
        await dying.publish(event);
        void relay.beforeApplicationShutdown();
        await dataSource.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE state = 'idle in transaction' AND datname = current_database()`,
        );
      },
    });
    await waitFor(() => dying.events.length === 1);
    const successor = new Recorder();
    expect(await start(dataSource, successor).flush('acme', 5_000)).toBe(true);
    expect(dying.idsOf('acme')).toEqual([events[0]?.id]);
    expect(successor.idsOf('acme')).toEqual(events.map(({ id }) => id));
  });

  it('hears notifications again, and publishes, after its connections broke', async () => {
    const dataSource = await prepare();
    const recorder = new Recorder();
    const relay = start(dataSource, recorder);
    await relay.flush('acme', 1_000);
    const listening = () =>
      dataSource.query<{ pid: number }[]>(
        `SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`,
      );
    const [first] = await waitFor(async () => (await listening()).length === 1 && listening());
    await dataSource.query('SELECT pg_terminate_backend($1)', [first?.pid]);
    await waitFor(async () => (await listening()).some(({ pid }) => pid !== first?.pid));
    await addAll(dataSource, [eventOf('acme')]);
    expect(await relay.flush('acme', 5_000)).toBe(true);
  });

  it('loses nothing when PostgreSQL is restarted under it', async () => {
    const dataSource = await prepare();
    const recorder = new Recorder();
    const relay = start(dataSource, recorder);
    const events = [eventOf('acme'), eventOf('acme')];
    await addAll(dataSource, events.slice(0, 1));
    expect(await relay.flush('acme', 5_000)).toBe(true);
    await postgres.restart();
    await waitFor(() => addAll(dataSource, events.slice(1)).then(() => true));
    expect(await relay.flush('acme', 10_000)).toBe(true);
    expect(recorder.idsOf('acme')).toEqual(events.map(({ id }) => id));
  });

  it('forgets published messages after a day, and unpublished ones never', async () => {
    const dataSource = await prepare();
    await addAll(dataSource, [eventOf('acme'), eventOf('acme'), eventOf('globex')]);
    await dataSource.query(`UPDATE mdm_push.outbox SET created_at = now() - interval '3 days'`);
    await dataSource.query(
      `UPDATE mdm_push.outbox SET published_at = now() - interval '25 hours' WHERE position = 1`,
    );
    const recorder = new Recorder();
    recorder.problemWith = ({ organizationId }) =>
      organizationId === 'globex' ? Promise.reject(new Error('not connected')) : Promise.resolve();
    expect(await start(dataSource, recorder).flush('acme', 5_000)).toBe(true);
    const left = await dataSource.manager.find(OutboxMessage, { order: { position: 'ASC' } });
    expect(left.map(({ position }) => position)).toEqual(['2', '3']);
  });
});

const urlOf = ({ options }: DataSource): string =>
  options.type === 'postgres' && options.url !== undefined ? options.url : '';
