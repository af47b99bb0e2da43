import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningServer, type ServerOptions } from './running-server.ts';
import { requireServerBinary } from './server-binaries.ts';
import { startServer } from './start-server.ts';

export interface PrometheusOptions extends ServerOptions {
  /** What stands in prometheus.yml; JSON is YAML. */
  configuration: object;
}

/** Starts a private Prometheus. */
export function startPrometheus({ configuration, ...options }: PrometheusOptions): Promise<RunningServer> {
  return startServer(
    {
      name: 'prometheus',
      url: (port) => `http://127.0.0.1:${port}`,
      prepare: ({ dataDir }) => writeFile(join(dataDir, 'prometheus.yml'), JSON.stringify(configuration)),
      launch: ({ dataDir, port }) => ({
        command: requireServerBinary('prometheus'),
        args: [
          `--config.file=${join(dataDir, 'prometheus.yml')}`,
          `--storage.tsdb.path=${join(dataDir, 'data')}`,
          `--web.listen-address=127.0.0.1:${port}`,
        ],
      }),
      readyLine: /Server is ready to receive web requests/,
      stopSignal: 'SIGTERM',
    },
    options,
  );
}
