import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningServer, type ServerOptions } from './running-server.ts';
import { serverProgram } from './server-program.ts';
import { placeTls, type ServerTls } from './server-tls.ts';
import { listening } from './start-redis.ts';
import { startServer } from './start-server.ts';

export interface RedisSentinelOptions extends ServerOptions {
  /** Whom it watches over; it finds the replicas and the other Sentinels by itself. */
  primary: { readonly port: number };
  /** The name that clients ask for. */
  masterName: string;
  /** How many Sentinels must agree that the primary is gone. */
  quorum: number;
  /** How long the primary must be silent until it counts as gone. */
  downAfterMs: number;
  /** What the Sentinel itself asks for. */
  password?: string;
  /** What it needs to watch over the primary. */
  primaryPassword?: string;
  /** Encrypted connections only, with its clients and with the primary. */
  tls?: ServerTls;
}

/** Starts a private Redis Sentinel. */
export function startRedisSentinel({
  primary,
  masterName,
  quorum,
  downAfterMs,
  password,
  primaryPassword,
  tls,
  ...options
}: RedisSentinelOptions): Promise<RunningServer> {
  const configuration = (port: number, dataDir: string): string =>
    [
      ...listening(port, dataDir, tls).map(([name, value]) => `${name} ${value}`),
      'bind 127.0.0.1',
      `dir ${JSON.stringify(dataDir)}`,
      `sentinel monitor ${masterName} 127.0.0.1 ${primary.port} ${quorum}`,
      ...(password === undefined ? [] : [`requirepass ${JSON.stringify(password)}`]),
      ...(primaryPassword === undefined
        ? []
        : [`sentinel auth-pass ${masterName} ${JSON.stringify(primaryPassword)}`]),
      `sentinel down-after-milliseconds ${masterName} ${downAfterMs}`,
      `sentinel failover-timeout ${masterName} ${Math.max(3_000, 2 * downAfterMs)}`,
      '',
    ].join('\n');
  return startServer(
    {
      name: 'redis-sentinel',
      url: (port) => `redis://127.0.0.1:${port}`,
      prepare: async ({ dataDir, port }) => {
        if (tls !== undefined) await placeTls(tls, dataDir);
        await writeUnlessThere(configFile(dataDir), configuration(port, dataDir));
      },
      launch: ({ dataDir, port }) => ({
        ...serverProgram('redis-server'),
        // A port on the command line counts more than the one in the file, which an attempt at a taken one has left.
        args: [configFile(dataDir), tls === undefined ? '--port' : '--tls-port', String(port), '--sentinel'],
      }),
      readyLine: /\+monitor master/,
      stopSignal: 'SIGTERM',
    },
    options,
  );
}

const configFile = (dataDir: string): string => join(dataDir, 'sentinel.conf');

/** A Sentinel keeps what it knows in its configuration file. */
async function writeUnlessThere(file: string, text: string): Promise<void> {
  await access(file).catch(() => writeFile(file, text, { mode: 0o600 }));
}
