import { Redis } from 'ioredis';
import { createLogger } from '@mdm-gate/service-kit';
import { endsBeforeTimer, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import type { ActiveSet } from '@mdm-gate/contracts';
import { activeSet, aLineage, laterLineage, organizationId, token } from '../fixtures/active-sets.ts';
import { RedisActiveSet } from './redis-active-set.ts';
import { RedisConnection } from './redis-connection.ts';
import { SeenSets } from './seen-sets.ts';

const logger = createLogger('test', { level: 'silent' });

describe('active sets in Redis', () => {
  let server: RunningServer;
  let admin: Redis;
  const connections: RedisConnection[] = [];

  const newReplica = (): RedisActiveSet => {
    const connection = new RedisConnection({ url: server.url }, logger);
    connections.push(connection);
    connection.start();
    return new RedisActiveSet(connection, new SeenSets());
  };
  const fill = async (store: RedisActiveSet, sets: Readonly<Record<string, ActiveSet>> = {}) => {
    const filling = await waitFor(() => store.startFilling());
    await filling.applyAll(Object.entries(sets).map(([id, set]) => ({ organizationId: id, activeSet: set })));
    return filling.complete();
  };
  const knownOf = async (store: RedisActiveSet, organization: string, digest = '') =>
    store.find({ organizationId: organization, deviceId: 'd', digests: [digest] });

  beforeAll(async () => {
    server = await startRedis({ settings: { save: '' } });
    admin = new Redis(server.url, { maxRetriesPerRequest: null });
    admin.on('error', () => undefined);
  });
  beforeEach(() => admin.flushall());
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.stop();
  });
  afterAll(async () => {
    admin.disconnect();
    await server.stop();
  });

  it('knows nothing until a filling is complete, and then each token and organization on every replica', async () => {
    const [one, two] = [newReplica(), newReplica()];
    const organization = organizationId();
    const [matching, revoked] = [
      token({ notAfter: '2027-01-01T00:00:00.000Z' }),
      token({ state: 'revoked' }),
    ];
    await waitFor(async () => (await one.look()) === 'empty');
    expect(await knownOf(one, organization)).toEqual({ known: 'nothing' });

    expect(await fill(one, { [organization]: activeSet(3, [matching, revoked]) })).toBe(true);
    await waitFor(async () => (await two.look()) === 'filled');
    for (const store of [one, two]) {
      expect(await knownOf(store, organization, matching.digest)).toEqual({
        known: 'organization',
        version: 3,
        policy: { mode: 'enforce', effectiveFromMs: null, mdmIntegrated: true },
        token: {
          tokenId: matching.tokenId,
          state: 'active',
          connectionId: null,
          notAfterMs: Date.parse('2027-01-01T00:00:00.000Z'),
        },
        device: { boundConnectionId: null, failures: 0 },
      });
      expect(await knownOf(store, organization, revoked.digest)).toMatchObject({
        token: { state: 'revoked' },
      });
      expect(await knownOf(store, organization, 'other')).toMatchObject({ token: null });
      expect(await knownOf(store, organizationId())).toEqual({ known: 'no-organization' });
    }
  });

  it('replaces a set by a newer one only, whole', async () => {
    const store = newReplica();
    const organization = organizationId();
    const [first, second] = [token(), token()];
    await fill(store);
    const set = activeSet(2, [second]);
    const { lineage, version, mac } = set;
    const held = { held: { lineage, version, mac, withheld: false, forgotten: false }, filled: true };
    expect(await store.apply(organization, set)).toEqual(held);
    expect(await store.apply(organization, activeSet(1, [first]))).toEqual(held);
    // One place, another content: what is held stays, and whoever asked sees that it is not what they asked for.
    expect(await store.apply(organization, activeSet(2, [first]))).toEqual(held);
    expect(await knownOf(store, organization, first.digest)).toMatchObject({ version: 2, token: null });
    await store.apply(organization, activeSet(10, [first]));
    expect(await knownOf(store, organization, second.digest)).toMatchObject({ version: 10, token: null });
  });

  it('replaces a set by one of a later lineage, whatever their versions, and by none of an earlier one', async () => {
    const store = newReplica();
    const organization = organizationId();
    const [first, second] = [token(), token()];
    await fill(store, { [organization]: activeSet(900, [first]) });
    const later = { ...activeSet(3, [second]), lineage: laterLineage };
    await store.apply(organization, later);
    expect(await knownOf(store, organization, second.digest)).toMatchObject({
      version: 3,
      token: { tokenId: second.tokenId },
    });
    expect(await store.apply(organization, activeSet(901, [first]))).toMatchObject({
      held: { lineage: laterLineage, version: 3, mac: later.mac },
    });
    expect(await knownOf(store, organization, first.digest)).toMatchObject({ version: 3, token: null });
  });

  it('says that there is no such organization once it is forgotten, until a later lineage brings it back', async () => {
    const store = newReplica();
    const organization = organizationId();
    const held = token();
    await fill(store, { [organization]: activeSet(5, [held]) });
    await store.apply(organization, { ...activeSet(1, []), lineage: laterLineage, forgotten: true });
    expect(await knownOf(store, organization, held.digest)).toEqual({ known: 'no-organization' });
    await store.apply(organization, activeSet(6, [held]));
    expect(await knownOf(store, organization, held.digest)).toEqual({ known: 'no-organization' });
    const again = { ...activeSet(1, [held]), lineage: laterLineage.replace('2', '3') };
    await store.apply(organization, again);
    expect(await knownOf(store, organization, held.digest)).toMatchObject({ known: 'organization' });
  });

  it('tells what it holds: of those that are named, and of all, page by page', async () => {
    const store = newReplica();
    const organizations = Array.from({ length: 1_200 }, organizationId);
    await fill(store, Object.fromEntries(organizations.map((id, index) => [id, activeSet(index + 1, [])])));
    const [first = '', second = ''] = organizations;
    const held = await store.held([first, second, organizationId()]);
    expect(held.map((each) => [each.organizationId, each.version])).toEqual([
      [first, 1],
      [second, 2],
    ]);
    const all = new Map<string, number>();
    let [cursor, pages] = [null as string | null, 0];
    do {
      const page = await store.heldPage(cursor);
      for (const each of page.items) all.set(each.organizationId, each.version);
      [cursor, pages] = [page.cursor, pages + 1];
    } while (cursor !== null);
    expect(pages).toBeGreaterThan(1);
    expect(organizations.map((id) => all.get(id))).toEqual(organizations.map((_, index) => index + 1));
    await expect(store.heldPage(`${'0'.repeat(40)}:7`)).rejects.toMatchObject({ code: 'conflict' });
    await admin.flushall();
    await expect(store.held([first])).rejects.toMatchObject({ code: 'dependency-unavailable' });
  });

  it('lets a revoked token win should its value stand in the set twice', async () => {
    const store = newReplica();
    const organization = organizationId();
    const active = token();
    await fill(store, { [organization]: activeSet(1, [token({ ...active, state: 'revoked' }), active]) });
    expect(await knownOf(store, organization, active.digest)).toMatchObject({ token: { state: 'revoked' } });
  });

  it('answers many checks that come together each with its own finding', async () => {
    const store = newReplica();
    const organizations = Array.from({ length: 700 }, organizationId);
    await fill(store);
    await Promise.all(organizations.map((id, index) => store.apply(id, activeSet(index + 1, []))));
    const findings = await Promise.all(organizations.map((id) => knownOf(store, id)));
    expect(findings.map((finding) => (finding.known === 'organization' ? finding.version : 0))).toEqual(
      organizations.map((_, index) => index + 1),
    );
  });

  it('knows nothing from the moment when Redis is flushed, and writes sets that do not count yet', async () => {
    const store = newReplica();
    const organization = organizationId();
    let doubts = 0;
    store.onDoubt(() => (doubts += 1));
    await fill(store, { [organization]: activeSet(1, []) });
    await admin.flushall();
    expect(await knownOf(store, organization)).toEqual({ known: 'nothing' });
    expect(doubts).toBeGreaterThan(0);
    expect(await store.apply(organization, activeSet(2, []))).toMatchObject({
      held: { version: 2 },
      filled: false,
    });
  });

  it('does not take a filling for complete that was flushed in the middle', async () => {
    const store = newReplica();
    const filling = await waitFor(() => store.startFilling());
    await filling.applyAll([{ organizationId: organizationId(), activeSet: activeSet(1, []) }]);
    await admin.flushall();
    await filling.applyAll([{ organizationId: organizationId(), activeSet: activeSet(1, []) }]);
    expect(await filling.complete()).toBe(false);
    expect(await store.look()).toBe('empty');
  });

  it('never decides by what a Redis holds that was restarted from an older copy of itself', async () => {
    const store = newReplica();
    const organization = organizationId();
    const revokedLater = token();
    await fill(store, { [organization]: activeSet(1, [revokedLater]) });
    await admin.save();
    await store.apply(organization, activeSet(2, [token({ ...revokedLater, state: 'revoked' })]));
    await server.kill('SIGKILL');
    await server.restart();
    const [restarted, started] = [store, newReplica()];
    for (const replica of [restarted, started]) {
      await waitFor(async () => (await replica.look()) === 'empty');
      expect(await knownOf(replica, organization, revokedLater.digest)).toEqual({ known: 'nothing' });
    }
    expect(await admin.keys(`mdm:*:o:${organization}`)).toHaveLength(1);
    await fill(restarted);
    expect(await admin.keys(`mdm:*:o:${organization}`)).toHaveLength(0);
  });

  it('knows nothing within a second of a Redis that hangs, and everything again when it goes on', async () => {
    const store = newReplica();
    const organization = organizationId();
    await fill(store, { [organization]: activeSet(1, []) });
    await server.kill('SIGSTOP');
    const findings = Promise.all(Array.from({ length: 600 }, () => knownOf(store, organization)));
    await expect(endsBeforeTimer(findings, 1_900)).resolves.toBe(true);
    expect(new Set((await findings).map(({ known }) => known))).toEqual(new Set(['nothing']));
    await server.kill('SIGCONT');
    await waitFor(async () => (await knownOf(store, organization)).known === 'organization');
  });

  it('decides nothing by an organization that is older than one seen before', async () => {
    const store = newReplica();
    const organization = organizationId();
    await fill(store, { [organization]: activeSet(5, []) });
    expect(await knownOf(store, organization)).toMatchObject({ version: 5 });
    await admin.flushall();
    await fill(store, { [organization]: activeSet(4, []) });
    expect(await knownOf(store, organization)).toEqual({ known: 'nothing' });
    await store.apply(organization, activeSet(6, []));
    expect(await knownOf(store, organization)).toMatchObject({ version: 6 });
  });

  it('withholds an organization whose newest set could not be read until a newer one comes', async () => {
    const store = newReplica();
    const organization = organizationId();
    const filling = await waitFor(() => store.startFilling());
    await filling.applyAll([{ organizationId: organization, activeSet: activeSet(5, []) }]);
    await filling.withhold(organization, { lineage: aLineage, version: 5 });
    await filling.complete();
    expect(await knownOf(store, organization)).toEqual({ known: 'nothing' });
    await store.apply(organization, activeSet(5, []));
    expect(await knownOf(store, organization)).toEqual({ known: 'nothing' });
    await store.apply(organization, activeSet(6, []));
    expect(await knownOf(store, organization)).toMatchObject({ known: 'organization', version: 6 });
  });

  it('does not use a replica, nor a master that became one', async () => {
    const store = newReplica();
    const organization = organizationId();
    await fill(store, { [organization]: activeSet(1, []) });
    const other = await startRedis();
    await admin.replicaof('127.0.0.1', other.port);
    expect(await waitFor(async () => (await store.look()) === 'unreachable')).toBe(true);
    expect(await knownOf(store, organization)).toEqual({ known: 'nothing' });
    await waitFor(async () => (await admin.dbsize()) === 0);
    await admin.replicaof('NO', 'ONE');
    await waitFor(async () => (await store.look()) === 'empty');
    await other.stop();
  });
});
