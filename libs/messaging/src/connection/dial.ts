import { connect, type NatsConnection } from '@nats-io/transport-node';
import { CodedError, tlsTroubleOf } from '@mdm-gate/service-kit';
import { greeting } from './greeting.ts';
import { optionsFor, type NatsIdentity } from './nats-identity.ts';
import type { ServerAddress } from './server-address.ts';

const handshakeTimeoutMs = 3_000;

/**
 * Two pings unanswered: a frozen server or a cut network is noticed within six seconds. Not sooner, because
 * nats-server 2.9 answers no ping of a connection while it makes a consumer for it, which takes a while on a large stream.
 */
const pingIntervalMs = 2_000;
const pingsUnanswered = 2;

/** As whom a connection is made. */
export interface Caller {
  /** Names the connection on the server. */
  readonly name: string;
  readonly inboxPrefix: string;
  readonly identity: NatsIdentity;
}

/** Connects to the first server that answers, in a random order. Throws what was wrong with the last one. */
export const dial = async (
  caller: Caller,
  servers: readonly ServerAddress[],
): Promise<{ connection: NatsConnection; server: ServerAddress }> => {
  let failure: unknown = new CodedError('dependency-unavailable', 'No NATS server is configured');
  for (const server of shuffled(servers)) {
    try {
      await greeting(server, handshakeTimeoutMs);
      return { connection: await connectTo(caller, server), server };
    } catch (error) {
      failure = inWords(error, server);
    }
  }
  throw failure;
};

const inWords = (error: unknown, { host }: ServerAddress): unknown => {
  const trouble = tlsTroubleOf(error);
  if (trouble === undefined) return error;
  return new CodedError('dependency-unavailable', `NATS at ${host}: ${trouble}`, { cause: error });
};

const connectTo = ({ name, inboxPrefix, identity }: Caller, server: ServerAddress): Promise<NatsConnection> =>
  connect({
    servers: [server.host],
    ...optionsFor(identity, server),
    name,
    inboxPrefix,
    timeout: handshakeTimeoutMs,
    pingInterval: pingIntervalMs,
    maxPingOut: pingsUnanswered,
    // What servers tell of each other are addresses as they see them, without our credentials and not configured by
    // anybody: only configured ones are dialled, so that the setting names every server of a cluster.
    ignoreClusterUpdates: true,
    noAsyncTraces: true,
    // A lost connection is replaced by NatsLink, in the same way as the first one was made.
    reconnect: false,
  });

const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
