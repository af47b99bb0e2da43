import { randomUUID } from 'node:crypto';
import {
  mdmConnectionAdded,
  parkedSubject,
  tokenCreated,
  tokenRevoked,
  type TokenCreated,
} from '@mdm-gate/contracts';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { CodedError } from '@mdm-gate/service-kit';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { startTestService, type TestService } from '../fixtures/echo-service.ts';
import { aTokenCreated } from '../fixtures/events.ts';
import { NatsReadiness } from '../nest/nats-readiness.ts';
import { UnreadableEvent } from './unreadable-event.ts';
import { OrUnreadable, When } from './when.decorator.ts';

const told: UnreadableEvent[] = [];
const toldReadable: string[] = [];
let failures = 0;

@Controller()
class Reactions {
  @When(tokenCreated)
  @OrUnreadable
  whenTokenCreated(event: TokenCreated | UnreadableEvent): void {
    if (failures > 0) {
      failures -= 1;
      throw new CodedError('dependency-unavailable', 'not now');
    }
    if (event instanceof UnreadableEvent) told.push(event);
    else toldReadable.push(event.organizationId);
  }

  @When(tokenRevoked, mdmConnectionAdded)
  whenAnythingElse(event: object): void {
    if (event instanceof UnreadableEvent) throw new Error('nobody asked for it');
  }
}

describe('an event that cannot be read', () => {
  let nats: RunningServer;
  let outside: NatsConnection;
  let service: TestService;

  beforeAll(async () => {
    nats = await startNats();
    outside = await connect({ servers: nats.url });
    service = await startTestService({ url: nats.url, controllers: [Reactions] });
    await waitFor(async () => (await service.app.get(NatsReadiness).problem()) === null);
  });
  afterAll(async () => {
    await service.app.close();
    await outside.close();
    await nats.stop();
  });

  const anOrganization = () => `org-${randomUUID().slice(0, 8)}`;
  const publish = async (organizationId: string, type: string, content: string) =>
    (await jetstream(outside).publish(`mdm.tokens.${organizationId}.${type}`, content)).seq;
  const parked = async (organizationId: string, type = 'TokenCreated') => {
    const subject = parkedSubject('verifier', `mdm.tokens.${organizationId}.${type}`);
    const manager = await jetstreamManager(outside);
    return waitFor(() => manager.streams.getMessage('MDM_PARKED', { last_by_subj: subject }));
  };

  it.each([
    ['is not JSON', 'garbage', undefined],
    ['is not what the contract says', '{"schemaVersion": 2}', { schemaVersion: 2 }],
  ])('because it %s is told to a method that wants to know, and then parked', async (_, content, asJson) => {
    const organizationId = anOrganization();
    const sequence = await publish(organizationId, 'TokenCreated', content);
    expect((await parked(organizationId)).string()).toBe(content);
    expect(told.filter((event) => event.organizationId === organizationId)).toEqual([
      new UnreadableEvent(organizationId, sequence, asJson),
    ]);
  });

  it('is told of the organization that its subject names', async () => {
    const [named, claimed] = [anOrganization(), anOrganization()];
    await publish(named, 'TokenCreated', JSON.stringify(aTokenCreated(claimed)));
    await parked(named);
    expect(told.map(({ organizationId }) => organizationId)).toContain(named);
    expect(toldReadable).not.toContain(claimed);
  });

  it('is parked only once it was told', async () => {
    const organizationId = anOrganization();
    failures = 2;
    await publish(organizationId, 'TokenCreated', 'garbage');
    await parked(organizationId);
    expect(failures).toBe(0);
    expect(told.filter((event) => event.organizationId === organizationId)).toHaveLength(1);
  });

  it('is parked without a word to a method that does not want to know', async () => {
    const organizationId = anOrganization();
    await publish(organizationId, 'TokenRevoked', 'garbage');
    expect((await parked(organizationId, 'TokenRevoked')).header.get('Mdm-Parked-Error-Code')).toBe(
      'invalid-request',
    );
  });
});
