import { type RunningServer, type ServerOptions } from './running-server.ts';
import { serverProgram } from './server-program.ts';
import { startServer } from './start-server.ts';

export interface RedisOptions extends ServerOptions {
  /** `none` (the default): a restart loses everything. `every-write`: append-only file, synced before each answer. */
  persistence?: 'none' | 'every-second' | 'every-write';
  /** Further settings in the words of redis.conf, for instance `{ replicaof: '127.0.0.1 6379' }`. */
  settings?: Readonly<Record<string, string>>;
}

const appendFsync = { none: 'no', 'every-second': 'everysec', 'every-write': 'always' };

/** Starts a private Redis. */
export function startRedis({
  persistence = 'none',
  settings = {},
  ...options
}: RedisOptions = {}): Promise<RunningServer> {
  const all = {
    bind: '127.0.0.1',
    save: '',
    appendonly: persistence === 'none' ? 'no' : 'yes',
    appendfsync: appendFsync[persistence],
    'repl-diskless-sync-delay': '0',
    ...settings,
  };
  return startServer(
    {
      name: 'redis',
      url: (port) => `redis://127.0.0.1:${port}`,
      launch: ({ dataDir, port }) => ({
        ...serverProgram('redis-server'),
        args: ['--port', String(port), '--dir', dataDir, ...Object.entries(all).flatMap(asArguments)],
      }),
      readyLine: /Ready to accept connections/,
      stopSignal: 'SIGTERM',
    },
    options,
  );
}

/** A setting of several words is several arguments; an empty one is an empty argument. */
function asArguments([name, value]: [string, string]): string[] {
  return [`--${name}`, ...value.split(' ')];
}
