import { setTimeout as delay } from 'node:timers/promises';
import { services } from '../fixtures/service-processes.ts';
import type { Chance } from './chance.ts';
import type { Operator } from './operator.ts';
import type { ServerName } from './replica.ts';
import type { World } from './world.ts';

/** Answers with the instant (`performance.now()`) from which on nothing is broken any more. */
export interface Fault {
  readonly name: string;
  readonly happen: (world: World, chance: Chance) => Promise<number>;
}

const seconds = (chance: Chance, least: number, most: number): Promise<void> =>
  delay(chance.between(least, most) * 1_000);
const now = (): number => performance.now();

const serverNames: readonly ServerName[] = ['nats', 'redis', 'postgresOfTokens', 'postgresOfPushes'];

const ofServer = (name: ServerName): readonly Fault[] => [
  {
    name: `kill ${name}`,
    happen: async ({ servers }, chance) => {
      await servers[name].kill();
      await seconds(chance, 0, 4);
      await servers[name].restart();
      return now();
    },
  },
  {
    name: `freeze ${name}`,
    happen: async ({ servers }, chance) => {
      await servers[name].kill('SIGSTOP');
      await seconds(chance, 1, 12);
      await servers[name].kill('SIGCONT');
      return now();
    },
  },
];

const networkFaults = [
  ['cut', 'cut'],
  ['silence both ways', 'blackhole'],
  ['silence towards the server', 'server'],
  ['silence towards the client', 'client'],
] as const;

const ofNetwork = (): readonly Fault[] => [
  ...networkFaults.map(([name, kind]) => ({
    name: `${name} of one replica`,
    happen: async (world: World, chance: Chance) => {
      const network = chance.pick([...(chance.pick(world.replicas)?.networks.values() ?? [])]);
      if (kind === 'cut' || kind === 'blackhole') network?.[kind]();
      else network?.silence(kind);
      await seconds(chance, 1, 12);
      network?.heal();
      return now();
    },
  })),
  ...serverNames.map((server) => ({
    name: `silence between everybody and ${server}`,
    happen: async ({ replicas }: World, chance: Chance) => {
      const networks = replicas.flatMap((replica) => replica.networks.get(server) ?? []);
      for (const network of networks) network.blackhole();
      await seconds(chance, 1, 8);
      for (const network of networks) network.heal();
      return now();
    },
  })),
  {
    name: 'half-open connections of one replica',
    happen: (world, chance) => {
      for (const network of chance.pick(world.replicas)?.networks.values() ?? []) network.forget();
      return Promise.resolve(now());
    },
  },
];

const ofServices = (): readonly Fault[] =>
  services.flatMap((service): readonly Fault[] => [
    {
      name: `kill one ${service}`,
      happen: async (world, chance) => {
        const replica = chance.pick(world.of(service));
        await replica?.kill();
        await seconds(chance, 0, 3);
        await replica?.start();
        await replica?.untilReady();
        return now();
      },
    },
    {
      name: `kill every ${service}`,
      happen: async (world) => {
        await Promise.all(world.of(service).map((replica) => replica.kill()));
        await Promise.all(
          world.of(service).map(async (replica) => {
            await replica.start();
            await replica.untilReady();
          }),
        );
        return now();
      },
    },
    {
      name: `freeze one ${service}`,
      happen: async (world, chance) => {
        const replica = chance.pick(world.of(service));
        replica?.signal('SIGSTOP');
        await seconds(chance, 1, 12);
        replica?.signal('SIGCONT');
        return now();
      },
    },
  ]);

const ofData = (operator: Operator): readonly Fault[] => [
  {
    name: 'FLUSHALL',
    happen: async () => {
      await operator.flushRedis();
      return now();
    },
  },
  {
    name: 'Redis emptied',
    happen: async ({ servers }) => {
      await servers.redis.restart({ emptied: true });
      return now();
    },
  },
  {
    name: 'JetStream emptied',
    happen: async ({ servers }) => {
      await servers.nats.restart({ emptied: true });
      const worksAgainMs = now();
      await operator.untilBindingsAreBack();
      return worksAgainMs;
    },
  },
  {
    name: 'a stream deleted',
    happen: async (_, chance) => {
      await operator.delete(
        'STREAM',
        chance.pick(['MDM_TOKENS', 'MDM_DELIVERIES', 'MDM_BINDINGS', 'MDM_SIGHTINGS']),
      );
      const worksAgainMs = now();
      await operator.untilBindingsAreBack();
      return worksAgainMs;
    },
  },
  {
    name: 'a consumer deleted',
    happen: async (_, chance) => {
      const consumers = [
        'MDM_TOKENS.verifier',
        'MDM_TOKENS.mdm-push',
        'MDM_DELIVERIES.token-admin',
        'MDM_BINDINGS.verifier',
      ] as const satisfies readonly string[];
      await operator.delete('CONSUMER', chance.pick(consumers));
      return now();
    },
  },
];

/** Everything but restores. */
export const passingFaults = (operator: Operator): readonly Fault[] => [
  ...serverNames.flatMap(ofServer),
  ...ofNetwork(),
  ...ofServices(),
  ...ofData(operator),
];
