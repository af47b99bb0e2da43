import { startNats, startPostgres, startRedis, type RunningServer } from '@mdm-gate/testing';
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
}

const ownUnlessGiven = async (
  given: string | undefined,
  start: () => Promise<RunningServer>,
): Promise<Server> => {
  if (given !== undefined && given !== '') return { url: given, own: null };
  const own = await start();
  return { url: own.url, own };
};

/** Redis keeps nothing on disk here, on purpose: the verifier must be able to fill it again from the stream. */
export const startServers = async (): Promise<Servers> => {
  const { MDM_GATE_POSTGRES_URL, MDM_GATE_REDIS_URL, MDM_GATE_NATS_URL } = process.env;
  const place = (name: string) => ({ dataDir: stackFolder.data(name), logFile: stackFolder.log(name) });
  const [postgres, redis, nats] = await Promise.all([
    ownUnlessGiven(MDM_GATE_POSTGRES_URL, () => startPostgres({ ...place('postgres'), durable: true })),
    ownUnlessGiven(MDM_GATE_REDIS_URL, () => startRedis(place('redis'))),
    ownUnlessGiven(MDM_GATE_NATS_URL, () => startNats(place('nats'))),
  ]);
  return { postgres, redis, nats };
};

export const ownServers = ({ postgres, redis, nats }: Servers): readonly RunningServer[] =>
  [postgres, redis, nats].flatMap(({ own }) => (own === null ? [] : [own]));
