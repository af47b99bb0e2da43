import { createLogger, Loops } from '@mdm-gate/service-kit';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { Requester } from '../requests/requester.ts';
import { NatsLink } from './nats-link.ts';
import { OwnWay } from './own-way.ts';

const subject = '$SRV.PING.test.own';

describe('the own way through NATS', () => {
  let nats: RunningServer;
  let link: NatsLink;
  let ownWay: OwnWay;
  let connections = 0;
  let asked = 0;
  let answering: Subscription | undefined;

  beforeAll(async () => {
    nats = await startNats({ jetstream: false });
  });
  afterAll(() => nats.stop());

  const answer = (connection: NatsConnection): void => {
    connections += 1;
    answering = connection.subscribe(subject, {
      callback: (_, message) => {
        message.respond('here');
      },
    });
  };
  const start = (listener?: (connection: NatsConnection) => void): void => {
    const logger = createLogger('test', { level: 'silent' });
    connections = 0;
    link = new NatsLink({ name: 'test', inboxPrefix: '_INBOX.test', url: nats.url, logger });
    if (listener !== undefined) link.onConnected(listener);
    link.open();
    const requester = new Requester(link);
    const reach = (...given: Parameters<Requester['reach']>): Promise<void> => {
      asked += 1;
      return requester.reach(...given);
    };
    ownWay = new OwnWay(link, { reach }, subject, new Loops(logger));
    ownWay.start();
  };
  afterEach(async () => {
    await ownWay.stop();
    await link.close();
  });

  it('is shown when it is lost on a connection that lives, and mended by a new one', async () => {
    start(answer);
    await waitFor(() => connections === 1);
    await waitFor(() => answering?.getProcessed() === 1);
    answering?.unsubscribe();
    await waitFor(() => ownWay.problem?.includes(subject));
    await waitFor(() => connections === 2);
    await waitFor(() => ownWay.problem === null);
    expect(link.problem).toBeNull();
  });

  it('is shown when it never was there, and the connection is left alone', async () => {
    start();
    await waitFor(() => ownWay.problem?.includes(subject));
    const before = link.connection;
    const askedBefore = asked;
    await waitFor(() => asked > askedBefore + 3);
    expect(link.connection).toBe(before);
  });
});
