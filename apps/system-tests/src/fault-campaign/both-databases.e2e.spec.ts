import { backUpFiles, type FileBackup } from '@mdm-gate/testing';
import { createVerifierClient, type VerifierClient } from '@mdm-gate/verifier-client';
import { Agreement } from './agreement.ts';
import { Chance } from './chance.ts';
import { Gateway } from './gateway.ts';
import { HaltedTime } from './halted-time.ts';
import { Ledger } from './ledger.ts';
import { setUpOrganizations, type Staff, type WorkingOrganization } from './organizations.ts';
import type { ServerName } from './replica.ts';
import { World } from './world.ts';

type Database = Extract<ServerName, `postgres${string}`>;

interface Copy {
  readonly database: Database;
  readonly backup: FileBackup;
  readonly copiedAtMs: number;
  /** Of the connections that there were. */
  readonly names: readonly string[];
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('when both databases are put back, each to a moment of its own', () => {
  let world: World;
  let client: VerifierClient;
  let staff: Staff;
  let organizations: readonly WorkingOrganization[];

  beforeAll(async () => {
    world = await World.start();
    client = await createVerifierClient({ url: world.servers.nats.url, logger: silent });
    const ledger = new Ledger();
    const gateway = new Gateway(world.of('token-admin'), await world.token(), ledger);
    staff = { gateway, client, ledger, chance: new Chance(1), halted: new HaltedTime() };
    organizations = await setUpOrganizations(world, staff);
  }, 400_000);
  afterAll(async () => {
    await client.close();
    await world.stop();
  }, 60_000);

  /** By name. */
  const connectionsOf = async ({ path }: WorkingOrganization['administrator']) => {
    const reply = await staff.gateway.get(`${path}/mdm-connections`);
    const items = (reply?.body['items'] ?? []) as { readonly connectionId: string; readonly name: string }[];
    return new Map(items.map(({ name, connectionId }) => [name, `${path}/mdm-connections/${connectionId}`]));
  };

  /** A token and a connection of everybody's. */
  const work = async (name: string): Promise<void> => {
    for (const { administrator } of organizations) {
      await administrator.create(name);
      await staff.gateway.call({
        method: 'POST',
        path: `${administrator.path}/mdm-connections`,
        body: { name, vendor: 'other', settings: {}, credentials: {} },
      });
    }
  };

  const remove = async (path: string): Promise<number | undefined> => {
    const ifMatch = (await staff.gateway.get(path))?.etag ?? null;
    return (await staff.gateway.call({ method: 'DELETE', path, ifMatch }))?.status;
  };

  /** One after the other, with work after each. */
  const copy = async (databases: readonly Database[], label: string): Promise<readonly Copy[]> => {
    const copies: Copy[] = [];
    for (const database of databases) {
      const copiedAtMs = performance.now();
      const backup = await backUpFiles(world.servers[database]);
      const [first] = organizations;
      const names = first === undefined ? [] : [...(await connectionsOf(first.administrator)).keys()];
      copies.push({ database, backup, copiedAtMs, names });
      await work(`${label} ${copies.length}`);
    }
    return copies;
  };

  const putBack = async ({ database, backup, copiedAtMs }: Copy): Promise<void> => {
    await backup.restore();
    await backup.remove();
    if (database === 'postgresOfTokens') staff.ledger.restored(copiedAtMs);
  };

  it.each<[string, readonly Database[]]>([
    ["token-admin's", ['postgresOfTokens', 'postgresOfPushes']],
    ["mdm-push's", ['postgresOfPushes', 'postgresOfTokens']],
  ])(
    "%s to the earlier one, everything comes to agree by itself, on mdm-push's connections and token-admin's tokens",
    async (whose, databases) => {
      const copies = await copy(databases, whose);
      staff.ledger.fault = whose;
      for (const each of copies) await putBack(each);
      await new Agreement(world, staff).reached(organizations);

      const kept = copies.find(({ database }) => database === 'postgresOfPushes')?.names ?? [];
      for (const { administrator } of organizations) {
        const connections = await connectionsOf(administrator);
        expect([...connections.keys()].toSorted()).toEqual(kept.toSorted());
        // Also one that token-admin's database has never heard of.
        for (const [name, path] of connections)
          if (name.startsWith(whose)) expect(await remove(path)).toBe(204);
        expect((await administrator.create(`${whose} afterwards`)).created).toBe('certain');
      }
      await new Agreement(world, staff).reached(organizations);
      expect(staff.ledger.violations).toEqual([]);
    },
    600_000,
  );
});
