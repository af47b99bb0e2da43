import {
  canPostgresEnter,
  startNats,
  startPostgres,
  startRedis,
  type RunningServer,
} from '@mdm-gate/testing';
import { securedNats, type NatsAccess } from './nats-access.ts';
import { freshPassword, makeRoles, urlsOfOnesOwn, type PostgresUrls } from './postgres-access.ts';
import { securedRedis } from './redis-access.ts';
import { stackFolder } from './stack-folder.ts';

/** A server of our own, or somebody else's that we only know the address of. */
export interface Server {
  readonly url: string;
  readonly own: RunningServer | null;
}

export interface Servers {
  readonly postgres: Server;
  readonly redis: Server;
  readonly nats: Server;
  /** Null where NATS is somebody else's: then its URL says who we are. */
  readonly natsAccess: NatsAccess | null;
  readonly postgresUrls: PostgresUrls;
  /** As the verifier, and as who may do everything. */
  readonly redisUrls: { readonly verifier: string; readonly operator: string };
}

/** Servers that are there already, by URL; what is left out is started. */
export interface ServersOfOnesOwn {
  readonly postgres: string | undefined;
  readonly redis: string | undefined;
  readonly nats: string | undefined;
}

export const serversOfOnesOwn = (): ServersOfOnesOwn => {
  const given = (name: string): string | undefined => process.env[name] || undefined;
  return {
    postgres: given('MDM_GATE_POSTGRES_URL'),
    redis: given('MDM_GATE_REDIS_URL'),
    nats: given('MDM_GATE_NATS_URL'),
  };
};

const ownUnlessGiven = async (
  given: string | undefined,
  start: () => Promise<RunningServer>,
): Promise<Server> => {
  if (given !== undefined) return { url: given, own: null };
  const own = await start();
  return { url: own.url, own };
};

/** Redis keeps nothing on disk here, on purpose: the verifier must be able to fill it again from the stream. */
export const startServers = async ({
  postgres: postgresUrl,
  redis: redisUrl,
  nats: natsUrl,
}: ServersOfOnesOwn): Promise<Servers> => {
  const place = (name: string) => ({ dataDir: stackFolder.data(name), logFile: stackFolder.log(name) });
  const access = natsUrl === undefined ? securedNats() : null;
  const redisAccess = redisUrl === undefined ? securedRedis() : null;
  const [postgres, redis, nats] = await Promise.all([
    ownUnlessGiven(postgresUrl, startOwnPostgres),
    ownUnlessGiven(redisUrl, () => startRedis({ ...place('redis'), settings: redisAccess?.settings ?? {} })),
    ownUnlessGiven(natsUrl, () => startNats({ ...place('nats'), config: access?.config ?? '' })),
  ]);
  const urlOf = (user: 'verifier' | 'operator') => redisAccess?.urlOf(user, redis.url) ?? redis.url;
  return {
    postgres,
    redis,
    nats,
    natsAccess: access,
    postgresUrls: await (postgres.own === null ? urlsOfOnesOwn(postgres.url) : makeRoles(postgres.url)),
    redisUrls: { verifier: urlOf('verifier'), operator: urlOf('operator') },
  };
};

/** Its user may not enter everywhere: then what it keeps lies in a folder of its own until it is stopped. */
const startOwnPostgres = (): Promise<RunningServer> => {
  const data = canPostgresEnter(stackFolder.data('.')) ? { dataDir: stackFolder.data('postgres') } : {};
  const password = freshPassword();
  return startPostgres({ ...data, logFile: stackFolder.log('postgres'), durable: true, password });
};

export const namesOfOwnServers = (servers: Servers): readonly string[] =>
  (['postgres', 'redis', 'nats'] as const).filter((name) => servers[name].own !== null);

export const ownServers = ({ postgres, redis, nats }: Servers): readonly RunningServer[] =>
  [postgres, redis, nats].flatMap(({ own }) => (own === null ? [] : [own]));
