import { join } from 'node:path';
import {
  builtProgram,
  createDatabase,
  startIdentityProvider,
  startNats,
  startPostgres,
  startProcess,
  startRedis,
  type RunningIdentityProvider,
  type RunningProcess,
} from '@mdm-gate/testing';
import {
  keyring,
  masterKeys,
  programOf,
  runToEnd,
  services,
  workspaceRoot,
  type Service,
} from '../fixtures/service-processes.ts';
import { Replica, type ServerName, type Servers } from './replica.ts';
import { settingsOf, type Addresses } from './settings.ts';

export const organizationIds = ['alpha', 'beta', 'gamma'] as const;
const clientId = 'administrators';
const replicasOfEach = 2;

/** Two replicas of every service, a server of each kind, an issuer and simulated MDMs. Needs the build. */
export class World {
  private constructor(
    readonly servers: Servers,
    readonly replicas: readonly Replica[],
    readonly issuer: RunningIdentityProvider,
    readonly simulators: RunningProcess,
  ) {}

  static async start(): Promise<World> {
    const [nats, redis, postgresOfTokens, postgresOfPushes, issuer, simulators] = await Promise.all([
      startNats(),
      startRedis(),
      startPostgres(),
      startPostgres(),
      startIdentityProvider({
        clients: [
          {
            clientId,
            clientSecret: 'a secret of the campaign',
            roles: ['platform-administrator', ...organizationIds.map((id) => `${id}:administrator`)],
          },
        ],
        accessTokenSeconds: 24 * 3_600,
      }),
      startProcess({
        command: process.execPath,
        args: [builtProgram(join(workspaceRoot, 'apps/mdm-simulators/dist/main.js'))],
        env: { MDM_SIMULATORS_CHECK_IN_DELAY_MIN_MS: '20', MDM_SIMULATORS_CHECK_IN_DELAY_MAX_MS: '100' },
        readyWhen: /"ready":true/,
      }),
    ]);
    const servers = { nats, redis, postgresOfTokens, postgresOfPushes };
    const urls = {
      nats: nats.url,
      redis: redis.url,
      postgresOfTokens: await createDatabase(postgresOfTokens),
      postgresOfPushes: await createDatabase(postgresOfPushes),
    };
    const replicas = await replicasOn(servers, urls, issuer.issuer);
    return new World(servers, replicas, issuer, simulators);
  }

  of(service: Service): readonly Replica[] {
    return this.replicas.filter((replica) => replica.service === service);
  }

  token(): Promise<string> {
    return this.issuer.tokenFor(clientId);
  }

  /** Where the simulated MDMs of Workspace ONE are. */
  get workspaceOneUrl(): string {
    return /"workspaceOne":"([^"]+)"/.exec(this.simulators.output())?.[1] ?? '';
  }

  async stop(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.stop()));
    await Promise.all([this.issuer.stop(), this.simulators.stop()]);
    await Promise.all(Object.values(this.servers).map((server) => server.stop()));
  }
}

const replicasOn = async (
  servers: Servers,
  urls: Readonly<Record<ServerName, string>>,
  issuer: string,
): Promise<readonly Replica[]> => {
  const secrets = { digest: keyring(), master: masterKeys, audit: keyring() };
  const settings = (service: Service) => (addresses: Addresses) =>
    settingsOf(service, addresses, secrets, issuer);
  for (const [service, postgres] of [
    ['token-admin', urls.postgresOfTokens],
    ['mdm-push', urls.postgresOfPushes],
  ] as const) {
    const { code, output } = await runToEnd(
      [programOf(service, 'migrate')],
      settings(service)({ ...urls, postgres }),
    );
    if (code !== 0) throw new Error(output);
  }
  const replicas: Replica[] = [];
  for (const service of services)
    for (let number = 1; number <= replicasOfEach; number += 1)
      replicas.push(await Replica.of(service, number, { servers, urls }, settings(service)));
  await Promise.all(replicas.map((replica) => replica.start()));
  await Promise.all(replicas.map((replica) => replica.untilReady()));
  return replicas;
};
