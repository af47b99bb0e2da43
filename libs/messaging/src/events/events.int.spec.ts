import { randomUUID } from 'node:crypto';
import {
  mdmConnectionAdded,
  parkedSubject,
  policyChanged,
  tokenCreated,
  tokenRevoked,
  type TokenCreated,
} from '@mdm-gate/contracts';
import { jetstream, jetstreamManager, type JetStreamManager, type StoredMsg } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { CodedError } from '@mdm-gate/service-kit';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { startTestService, type TestService } from '../fixtures/echo-service.ts';
import { anMdmConnectionAdded, aTokenCreated } from '../fixtures/events.ts';
import { NatsReadiness } from '../nest/nats-readiness.ts';
import { EventPublisher } from './event-publisher.ts';
import { When } from './when.decorator.ts';

type Behaviour = (organizationId: string, attempt: number) => Promise<void> | void;

/** What the handlers did, by replica. */
const attempts: { replica: string; organizationId: string }[] = [];
const behaviours = new Map<string, Behaviour>();

const attemptsFor = (organizationId: string) =>
  attempts.filter((attempt) => attempt.organizationId === organizationId);

const replica = (name: string) => {
  @Controller()
  class Replica {
    @When(tokenCreated, policyChanged)
    async whenActiveSetChanged({ organizationId }: { organizationId: string }): Promise<void> {
      attempts.push({ replica: name, organizationId });
      await behaviours.get(organizationId)?.(organizationId, attemptsFor(organizationId).length);
    }

    @When(mdmConnectionAdded)
    whenConnectionAdded({ organizationId }: { organizationId: string }): void {
      attempts.push({ replica: name, organizationId });
    }
  }
  return Replica;
};

let nats: RunningServer;
let outside: NatsConnection;
let manager: JetStreamManager;
let first: TestService;
let second: TestService;
let publisher: EventPublisher;

beforeAll(async () => {
  nats = await startNats();
  outside = await connect({ servers: nats.url });
  manager = await jetstreamManager(outside);
  [first, second] = (await Promise.all(
    ['first', 'second'].map((name) => startTestService({ url: nats.url, controllers: [replica(name)] })),
  )) as [TestService, TestService];
  await waitFor(async () => (await first.app.get(NatsReadiness).problem()) === null);
  await waitFor(async () => (await second.app.get(NatsReadiness).problem()) === null);
  publisher = first.app.get(EventPublisher);
});

afterAll(async () => {
  await Promise.all([first.app.close(), second.app.close()]);
  await outside.close();
  await nats.stop();
});

const anOrganization = () => `org-${randomUUID().slice(0, 8)}`;
const parked = (subject: string): Promise<StoredMsg | null> =>
  manager.streams.getMessage('MDM_PARKED', { last_by_subj: parkedSubject('verifier', subject) });
const subjectOf = (organizationId: string, type = 'TokenCreated') => `mdm.tokens.${organizationId}.${type}`;
const settled = () =>
  waitFor(async () => {
    const { num_pending, num_ack_pending } = await manager.consumers.info('MDM_TOKENS', 'verifier');
    return num_pending === 0 && num_ack_pending === 0;
  });

describe('an event', () => {
  it('is stored once, however often it is published, and handled', async () => {
    const event = aTokenCreated(anOrganization());
    await publisher.publish(event);
    await publisher.publish(event);
    await waitFor(() => attemptsFor(event.organizationId).length > 0);
    await settled();
    expect(attemptsFor(event.organizationId)).toHaveLength(1);
  });

  it('reaches the reactions of its own stream', async () => {
    const event = anMdmConnectionAdded(anOrganization());
    await publisher.publish(event);
    await waitFor(() => attemptsFor(event.organizationId).length === 1);
  });

  it('of a type without a reaction is acknowledged and leaves no trace', async () => {
    const organizationId = anOrganization();
    const event = { ...aTokenCreated(organizationId), type: tokenRevoked.type };
    await publisher.publish(event);
    await settled();
    expect(attemptsFor(organizationId)).toEqual([]);
    expect(await parked(subjectOf(organizationId, 'TokenRevoked'))).toBeNull();
  });

  it('is handled by one of two replicas, and both have their share', async () => {
    const organizations = Array.from({ length: 200 }, anOrganization);
    await Promise.all(
      organizations.map((organizationId) => publisher.publish(aTokenCreated(organizationId))),
    );
    await settled();
    const handled = organizations.flatMap(attemptsFor);
    expect(handled).toHaveLength(200);
    expect(new Set(handled.map(({ replica: name }) => name))).toEqual(new Set(['first', 'second']));
  });

  it('counts as handled only when the handler has resolved, however long it takes', async () => {
    const organizationId = anOrganization();
    const gate = Promise.withResolvers<undefined>();
    behaviours.set(organizationId, async () => gate.promise);
    await publisher.publish(aTokenCreated(organizationId));
    await waitFor(() => attemptsFor(organizationId).length === 1);
    const { num_ack_pending } = await manager.consumers.info('MDM_TOKENS', 'verifier');
    expect(num_ack_pending).toBe(1);
    gate.resolve(undefined);
    await settled();
    expect(attemptsFor(organizationId)).toHaveLength(1);
  });

  it('that a replica took to its grave is delivered to another; one that is worked on for as long is not', async () => {
    const slow = aTokenCreated(anOrganization());
    const gate = Promise.withResolvers<undefined>();
    behaviours.set(slow.organizationId, async () => gate.promise);
    await publisher.publish(slow);
    await waitFor(() => attemptsFor(slow.organizationId).length === 1);
    const consumer = await jetstream(outside).consumers.get('MDM_TOKENS', 'verifier');
    const dying = await consumer.consume({ max_messages: 5 });
    const lost: number[] = [];
    const dies = (async () => {
      for await (const { seq } of dying) {
        lost.push(seq);
        if (lost.length === 5) return;
      }
    })();
    const published = new Set<string>();
    while (lost.length < 5) {
      const event = aTokenCreated(anOrganization());
      published.add(event.organizationId);
      await publisher.publish(event);
    }
    await dies;
    await dying.close();
    const missing = () => [...published].filter((organizationId) => attemptsFor(organizationId).length === 0);
    expect(missing().length).toBeGreaterThanOrEqual(5);
    await waitFor(() => missing().length === 0);
    gate.resolve(undefined);
    await settled();
    expect(attemptsFor(slow.organizationId)).toHaveLength(1);
  });
});

describe('a handler that fails', () => {
  it('is asked again until a dependency is back', async () => {
    const organizationId = anOrganization();
    behaviours.set(organizationId, (_, attempt) => {
      if (attempt < 4) throw new CodedError('dependency-unavailable', 'Redis is away');
    });
    await publisher.publish(aTokenCreated(organizationId));
    await waitFor(() => attemptsFor(organizationId).length === 4);
    await settled();
    expect(await parked(subjectOf(organizationId))).toBeNull();
  });

  it('for another reason is asked five times more, then the event is parked with what is known', async () => {
    const organizationId = anOrganization();
    behaviours.set(organizationId, () => Promise.reject(new Error('a bug')));
    const event = aTokenCreated(organizationId);
    await publisher.publish(event);
    const message = await waitFor(() => parked(subjectOf(organizationId)));
    expect(attemptsFor(organizationId)).toHaveLength(6);
    expect(message.json<TokenCreated>()).toEqual(event);
    expect(Object.fromEntries([...message.header].map(([name, values]) => [name, values[0]]))).toMatchObject({
      'Mdm-Parked-By': 'verifier',
      'Mdm-Parked-Error-Code': 'internal-error',
      'Mdm-Parked-Deliveries': '6',
      'Mdm-Parked-Stream': 'MDM_TOKENS',
      'Mdm-Parked-Sequence': expect.stringMatching(/^\d+$/) as string,
    });
    await settled();
  });
});

describe('a bad message in the stream', () => {
  const put = async (subject: string, payload: string | Uint8Array): Promise<void> => {
    await jetstream(outside).publish(subject, payload);
  };
  const bad: [string, (organizationId: string) => string | Uint8Array][] = [
    ['that is not JSON', () => 'secret-but-not-json'],
    ['that is empty', () => ''],
    ['of another shape', () => '{"type":"TokenCreated"}'],
    ['of another organization', () => JSON.stringify(aTokenCreated('somebody-else'))],
    ['that is nested deeply', () => `${'['.repeat(90_000)}${']'.repeat(90_000)}`],
    ['of random bytes', () => Uint8Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % 256)],
  ];

  const linesAbout = (organizationId: string) =>
    `${first.log()}${second.log()}`
      .split('\n')
      .filter((line) => line.endsWith('}') && line.includes(organizationId))
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
      .filter((line) => line['organizationId'] === organizationId);

  it.each(bad)('%s is parked at once, and the next event is handled', async (_, payloadFor) => {
    const organizationId = anOrganization();
    const next = aTokenCreated(anOrganization());
    await put(subjectOf(organizationId), payloadFor(organizationId));
    await publisher.publish(next);
    const message = await waitFor(() => parked(subjectOf(organizationId)));
    await waitFor(() => attemptsFor(next.organizationId).length === 1);
    expect(message.header.get('Mdm-Parked-Error-Code')).toBe('invalid-request');
    expect(message.header.get('Mdm-Parked-Deliveries')).toBe('1');
    expect(attemptsFor(organizationId)).toEqual([]);
    expect(first.log() + second.log()).not.toContain('secret-but-not-json');
    // The line follows what was parked.
    const about = await waitFor(() => {
      const found = linesAbout(organizationId);
      return found.length > 0 && found;
    });
    expect(about).toEqual([expect.objectContaining({ msg: 'an event was given up on and parked' })]);
  });

  it('that is far too large is refused by the stream itself', async () => {
    await expect(put(subjectOf(anOrganization()), new Uint8Array(600 * 1_024))).rejects.toThrow(/exceeds/);
    const event = { ...aTokenCreated(anOrganization()), filler: 'x'.repeat(600 * 1_024) };
    await expect(publisher.publish(event)).rejects.toMatchObject({
      code: 'body-too-large',
      retryable: false,
    });
  });

  it('is delivered again when it cannot be parked yet', async () => {
    const organizationId = anOrganization();
    await manager.streams.delete('MDM_PARKED');
    await put(subjectOf(organizationId), 'nothing good');
    await waitFor(() => (first.log() + second.log()).includes('could not be parked'));
    await waitFor(() => parked(subjectOf(organizationId)));
  });
});
